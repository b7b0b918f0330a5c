'use strict';
// What is shown comes from articles, so it goes into text nodes and attributes, never into markup.
(() => {
  const FIRST = 15;
  const FIRST_WINNERS = 8;
  const MORE = 100;
  const SNIPPET = 50;
  const LONG = 90; // characters of a title
  const SECTIONS = [
    'winners', 'awards', 'programs', 'changes', 'timeline', 'organizations', 'articles', 'warnings',
  ];
  const TILES = {
    organization: 'organizations', award: 'awards', program: 'programs', figure: 'changes',
    date: 'timeline',
  };
  const PANEL = ['award', 'program', 'figure', 'organization', 'date'];
  const COMMON = new Set(['type', 'id', 'text', 'start', 'end', 'rule', 'name', 'unit', 'relative']);
  const BRIEF = {
    award: ['prize', 'rank', 'streak', 'category', 'year', 'edition', 'recipient', 'grantors', 'date'],
    program: ['category', 'operator', 'host', 'status', 'first_in', 'date'],
    figure: ['metric', 'subject', 'period', 'trend', 'compared_to', 'modifier'],
    organization: ['category', 'mentions'],
    date: ['value', 'mod', 'timex'],
  };
  const LISTED = new Set(['status', 'trend', 'modifier', 'dimension', 'timex', 'mod']);

  const $ = (id) => document.getElementById(id);
  const read = (id) => JSON.parse($(id).textContent);
  const strings = read('strings');
  const data = read('data');
  const tables = unpacked(data);
  const places = new Map(tables.articles.map((row, place) => [row.name, place]));

  function unpacked({ tables, values }) {
    const objects = ([name, { columns, rows }]) => [
      name,
      rows.map((row) => Object.fromEntries(columns.map((c, i) => [c, values[row[i]]]))),
    ];
    return Object.fromEntries(Object.entries(tables).map(objects));
  }

  // ---- what is remembered; a browser may forbid it

  function remembered(key) {
    try {
      return localStorage.getItem(`gisa.${key}`);
    } catch {
      return null;
    }
  }

  function remember(key, value) {
    try {
      localStorage.setItem(`gisa.${key}`, value);
    } catch {
      // then it holds for this page alone
    }
  }

  // ---- words

  let language = remembered('language') || ((navigator.language || '').startsWith('ko') ? 'ko' : 'en');

  const t = (key, slots = {}) =>
    strings.ui[key][language].replace(/\{(\w+)\}/g, (_, slot) => slots[slot]);
  const kindOf = (type) => strings.types[type][language];
  const kindsOf = (type) => t(`${type}s`);
  const label = (value) => strings.values[value]?.[language] ?? value;
  const number = (value, options = { maximumFractionDigits: 6 }) =>
    new Intl.NumberFormat(language, options).format(value);

  // ---- elements

  function h(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (typeof value === 'function') node.addEventListener(name, value);
      else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
    }
    node.append(...children.flat(3).filter(Boolean));
    return node;
  }

  const hidden = (words) => h('span', { class: 'hidden' }, words);
  const korean = (words) => h('span', { lang: 'ko' }, words);
  const small = (...children) => h('span', { class: 'small' }, ...children);
  const badge = (words, name = '') => h('span', { class: `badge ${name}` }, words);

  /** Nodes with a separator between them. */
  function joined(nodes, separator = ', ') {
    return nodes.filter(Boolean).flatMap((node, i) => (i ? [separator, node] : [node]));
  }

  // ---- addresses: #a=ARTICLE&r=RECORD, #q=SEARCH, #SECTION

  function parsed(hash) {
    const found = {};
    for (const part of hash.replace(/^#/, '').split('&')) {
      const [key, ...rest] = part.split('=');
      try {
        if (rest.length) found[key] = decodeURIComponent(rest.join('='));
        else if (key) found.section = key;
      } catch {
        // no address of ours
      }
    }
    return found;
  }

  const hashOf = (place, record) =>
    `#a=${encodeURIComponent(tables.articles[place].name)}${record ? `&r=${record}` : ''}`;

  /** Of an article, or of a record in it; the article may be in another page. */
  function address(place, record) {
    if (!data.parts) return hashOf(place, record);
    const [folder, size] = data.parts;
    const page = String(Math.floor(place / size) + 1).padStart(3, '0');
    return `${folder}/${page}.html${hashOf(place, record)}`;
  }

  const sought = (words) => `#q=${encodeURIComponent(words)}`;

  // ---- cells

  const titleOf = (place) => tables.articles[place].title ?? tables.articles[place].name;
  const finder = (name) => name && h('a', { href: sought(name), class: 'plain', lang: 'ko' }, name);
  const toRecord = (row, words) => h('a', { href: address(row.article, row.id), lang: 'ko' }, words);
  const toArticle = (row) =>
    h('a', { href: address(row.article), class: 'plain clamp', lang: 'ko' }, titleOf(row.article));

  /** A TIMEX3 value as people write it: `2024-H1` is the first half of 2024. */
  function spoken(value) {
    const [, year, part] = /^(\d{4})-(H[12]|Q[1-4]|SP|SU|FA|WI)$/.exec(value) ?? [];
    return part ? `${year} ${label(part)}` : value.replace('T', ' ');
  }

  function when(date) {
    return date && [h('time', {}, spoken(date[0])), date[1] && small(` ${label(date[1])}`)];
  }

  function trend(value) {
    const sign = { up: '▲', down: '▼' }[value];
    const shown = h('span', { 'aria-hidden': 'true' }, sign);
    return sign && h('span', { class: `trend ${value}` }, shown, hidden(label(value)), ' ');
  }

  const isMoney = (unit) => /^[A-Z]{3}$/.test(unit ?? '');

  function unitOf(unit) {
    if (unit === 'KRW' && language === 'ko') return '원';
    return isMoney(unit) ? ` ${unit}` : unit ?? '';
  }

  /** A difference with its sign; money in round numbers, as a headline has it. */
  function signed(value, unit) {
    const sign = value < 0 ? '−' : value > 0 ? '+' : '±';
    const options = { notation: isMoney(unit) ? 'compact' : 'standard', maximumFractionDigits: 2 };
    return `${sign}${number(Math.abs(value), options)}${unitOf(unit)}`;
  }

  const COLUMNS = {
    awards: [
      ['recipient', (row) => finder(row.recipient), (row) => row.recipient],
      ['award', (row) => [
        toRecord(row, row.name),
        small(joined([
          row.category && korean(row.category),
          row.edition && t('edition_is', { n: row.edition }),
          row.year && t('year_is', { n: row.year }),
        ], ' · ')),
      ], (row) => row.name],
      ['prize', (row) => [
        row.prize && h('b', { lang: 'ko' }, row.prize),
        row.rank && row.prize !== `${row.rank}위` && [' ', badge(t('rank_is', { n: row.rank }))],
        row.streak && [' ', badge(t('streak_is', { n: row.streak }), 'award')],
      ], (row) => row.prize],
      ['grantors', (row) => joined(row.grantors.map(finder)), (row) => row.grantors[0]],
      ['date', (row) => when(row.date), (row) => row.date?.[0]],
      ['article', toArticle, (row) => titleOf(row.article)],
    ],
    programs: [
      ['program', (row) => [
        toRecord(row, row.name),
        row.first_in && [' ', badge(t('first_is', { n: row.first_in }), 'program')],
      ], (row) => row.name],
      ['category', (row) => label(row.category), (row) => label(row.category)],
      ['operator', (row) => finder(row.operator), (row) => row.operator],
      ['hosts', (row) => joined(row.hosts.map(finder)), (row) => row.hosts[0]],
      ['status', (row) => row.status && label(row.status), (row) => row.status && label(row.status)],
      ['date', (row) => when(row.date), (row) => row.date?.[0]],
      ['article', toArticle, (row) => titleOf(row.article)],
    ],
    changes: [
      ['metric', (row) => toRecord(row, row.metric ?? row.after ?? '—'), (row) => row.metric],
      ['subject', (row) => finder(row.subject), (row) => row.subject],
      ['change', (row) => [
        trend(row.trend),
        row.before && [korean(row.before), ' → '],
        row.after && h('b', { lang: 'ko' }, row.after),
      ], (row) => row.trend],
      ['difference', (row) => row.difference !== null && [
        h('span', { class: 'number' }, signed(row.difference, row.unit)),
        row.share !== null && small(signed(row.share, '%')),
      ], (row) => row.share ?? row.difference],
      ['period', (row) => {
        const same = row.since?.[0] === row.period?.[0];
        return joined([same ? null : when(row.since), when(row.period)], ' → ');
      }, (row) => row.period?.[0]],
      ['article', toArticle, (row) => titleOf(row.article)],
    ],
    organizations: [
      ['organization', (row) => finder(row.name), (row) => row.name],
      ['category', (row) => label(row.category), (row) => label(row.category)],
      ...['articles', 'mentions', 'awards', 'programs'].map((key) => {
        const count = (row) => (key === 'articles' ? row.articles.length : row[key]);
        return [key, (row) => h('span', { class: 'number' }, number(count(row))), count];
      }),
    ],
    articles: [
      ['article', (row) => [
        h('a', { href: address(row.place), lang: 'ko' }, titleOf(row.place)),
        snippet(row.place),
      ], (row) => titleOf(row.place)],
      ['publisher', (row) => row.publisher && korean(row.publisher), (row) => row.publisher],
      ['published', (row) => row.published && h('time', {}, spoken(row.published)), (row) => row.published],
      ['records', (row) => small(joined(data.kinds.map((kind, i) => {
        const count = `${kindsOf(kind)} ${number(row.counts[i])}`;
        return row.counts[i] && h('span', { class: 'number' }, count);
      }), ' · ')), (row) => row.counts.reduce((a, b) => a + b, 0)],
    ],
    warnings: [
      ['article', toArticle, (row) => titleOf(row.article)],
      ['warnings', (row) => row.warning, (row) => row.warning],
    ],
  };
  const NUMBERS = new Set(['articles', 'mentions', 'awards', 'programs']);

  // ---- search

  let terms = [];
  let bodies = null;
  const fold = (words) => words.normalize('NFC').toLowerCase();
  const all = (hay) => terms.every((term) => hay.includes(term));

  /** Everything in a row that is a word; built once, when it is first looked for. */
  function hayOf(row) {
    row.hay ??= fold(
      Object.entries(row)
        .filter(([key]) => key !== 'id')
        .flatMap(([, value]) => [value].flat(2))
        .filter((value) => typeof value === 'string')
        .flatMap((value) => [value, strings.values[value]?.ko ?? ''])
        .join('\n'),
    );
    return row.hay;
  }

  /** For each article its title, the names in it and, where this page has it, its text. */
  function articleHays() {
    if (bodies) return bodies;
    bodies = tables.articles.map((row, place) => ({
      text: data.parts ? '' : (read(`a${place}`).text ?? '').normalize('NFC'),
      names: [fold([row.name, row.title, row.publisher].filter(Boolean).join('\n'))],
    }));
    for (const row of tables.organizations)
      for (const place of row.articles) bodies[place].names.push(fold(row.name));
    for (const row of [...tables.awards, ...tables.programs])
      bodies[row.article].names.push(hayOf(row));
    for (const body of bodies) body.hay = [...body.names, fold(body.text)].join('\n');
    return bodies;
  }

  const MATCHING = {
    articles: () => {
      const rows = tables.articles.map((row, place) => ({ ...row, place }));
      const found = terms.length ? rows.filter((row) => all(articleHays()[row.place].hay)) : rows;
      return found.sort((a, b) => compared(a.published, b.published, -1) || a.place - b.place);
    },
    timeline: () => [
      ...MATCHING.awards().map((row) => ({ ...row, type: 'award' })),
      ...MATCHING.programs()
        .filter((row) => row.status === 'launched' || row.status === 'planned')
        .map((row) => ({ ...row, type: 'program' })),
    ].filter((row) => row.date?.[2]),
  };
  for (const name of SECTIONS) {
    MATCHING[name] ??= () =>
      (terms.length ? tables[name].filter((row) => all(hayOf(row))) : tables[name]);
  }

  /** The text around the first word found, with that word marked. */
  function snippet(place) {
    if (!terms.length) return null;
    const { text } = articleHays()[place];
    const at = fold(text).indexOf(terms[0]);
    if (at < 0) return null;
    const end = at + terms[0].length;
    const before = text.slice(Math.max(0, at - SNIPPET), at).replace(/^.*\n/s, '');
    const after = text.slice(end, end + SNIPPET).replace(/\n.*$/s, '');
    const found = h('b', {}, text.slice(at, end));
    return h('span', { class: 'small', lang: 'ko' }, '…', before, found, after, '…');
  }

  // ---- the summary

  const firstOf = (name) => (name === 'winners' ? FIRST_WINNERS : FIRST);

  const state = Object.fromEntries(
    SECTIONS.map((name) => [name, { shown: firstOf(name), column: null, down: false }]),
  );

  function compared(a, b, sign) {
    const none = (x) => x === null || x === undefined;
    if (none(a) || none(b)) return none(a) - none(b); // what is not known comes last
    const numbers = typeof a === 'number' && typeof b === 'number';
    return sign * (numbers ? a - b : String(a).localeCompare(String(b), 'ko'));
  }

  function sorted(name, rows) {
    const { column, down } = state[name];
    if (column === null) return rows;
    const key = COLUMNS[name][column][2];
    return rows
      .map((row) => [key(row), row])
      .sort(([a], [b]) => compared(a, b, down ? -1 : 1))
      .map(([, row]) => row);
  }

  function headCell(name, column, redraw) {
    const key = COLUMNS[name][column][0];
    const now = state[name];
    const order = now.column === column ? (now.down ? 'descending' : 'ascending') : null;
    const sort = () => {
      Object.assign(now, { down: now.column === column ? !now.down : NUMBERS.has(key), column });
      redraw().querySelectorAll('thead button')[column].focus();
    };
    const button = h('button', { type: 'button', click: sort }, t(key));
    return h('th', { scope: 'col', role: 'columnheader', 'aria-sort': order }, button);
  }

  // a phone shows rows as cards, by CSS that would take the table's roles away were they not given
  function tableOf(name, rows, redraw) {
    const columns = COLUMNS[name];
    const cell = (row) => ([key, fill], i) => {
      const content = [fill(row)].flat(3).filter(Boolean);
      const kind = content.length ? `c-${key}` : 'empty';
      const inner = h('div', {}, content);
      if (!i) return h('th', { role: 'rowheader', scope: 'row', class: kind }, inner);
      return h('td', { role: 'cell', 'data-label': t(key), class: kind }, inner);
    };
    const head = h('tr', { role: 'row' }, columns.map((_, i) => headCell(name, i, redraw)));
    const body = rows.map((row) => h('tr', { role: 'row' }, columns.map(cell(row))));
    return h('div', { class: 'scroll' },
      h('table', { role: 'table', class: `t-${name}`, 'aria-label': t(name) },
        h('thead', { role: 'rowgroup' }, head), h('tbody', { role: 'rowgroup' }, body)));
  }

  const times = ([what, n]) => (n > 1 ? t('times', { what, n }) : what);

  function winners(rows) {
    const most = Math.max(...tables.winners.map((row) => row.honours));
    return h('ol', { class: 'winners' }, rows.map((row) => {
      const bar = h('span', { class: 'bar', 'aria-hidden': 'true' });
      bar.style.width = `${(100 * row.honours) / most}%`;
      const told = row.articles === 1 ? t('in_article') : t('in_articles', { n: number(row.articles) });
      return h('li', {},
        h('span', { class: 'who' }, finder(row.name)),
        h('b', { class: 'number' }, number(row.honours)),
        h('span', { class: 'bars' }, bar),
        small(
          joined([row.prizes.length && korean(row.prizes.map(times).join(', ')), told], ' · '),
        ),
      );
    }));
  }

  function timeline(rows) {
    const groups = new Map();
    for (const row of rows) {
      const [value, , earliest] = row.date;
      const month = /^\d{4}-(\d\d|W)/.test(value) ? earliest.slice(0, 7) : earliest.slice(0, 4);
      if (!groups.has(month)) groups.set(month, []);
      groups.get(month).push(row);
    }
    return h('div', { class: 'timeline' }, [...groups].map(([month, items]) => h('section', {},
      h('h3', {}, monthOf(month)),
      h('ul', {}, items.map((row) => h('li', {}, moment(row))))),
    ));
  }

  /** The newest first; in a year, what has no month comes last. */
  function inTime(a, b) {
    const key = ({ date: [value, , earliest] }) =>
      /^\d{4}-(\d\d|W)/.test(value) ? earliest : `${earliest.slice(0, 4)}-00`;
    return key(b).localeCompare(key(a));
  }

  function monthOf(key) {
    if (key.length === 4) return [t('year_is', { n: key }), small(` ${t('undated')}`)];
    const [year, month] = key.split('-');
    return new Intl.DateTimeFormat(language, { year: 'numeric', month: 'long', timeZone: 'UTC' })
      .format(Date.UTC(Number(year), Number(month) - 1));
  }

  function moment(row) {
    const value = row.date[0];
    const day = /^\d{4}-\d\d-(\d\d)/.exec(value)?.[1];
    const part = spoken(value) === value ? null : small(spoken(value).slice(5), ' ');
    const told = row.type === 'award'
      ? row.prize && h('b', { lang: 'ko' }, row.prize)
      : badge(label(row.status), 'program');
    const what = joined([finder(row.recipient ?? row.operator), toRecord(row, row.name), told], ' ');
    return [
      h('time', { class: 'day' }, day ? String(Number(day)) : '·'),
      h('span', { class: `type ${row.type}` }, kindOf(row.type)),
      h('span', {}, day ? null : part, what),
    ];
  }

  const DRAWN = { winners, timeline };

  /** Draw a section anew in its place, with as many rows as asked for. */
  function drawSection(name, rows) {
    const section = $(name);
    const now = state[name];
    const redraw = () => drawSection(name, rows);
    const shown = sorted(name, rows).slice(0, now.shown);
    const none = () => h('p', { class: 'none' }, t('nothing'));
    const content = rows.length ? (DRAWN[name]?.(shown) ?? tableOf(name, shown, redraw)) : none();
    const left = rows.length - now.shown;
    const more = () => {
      const old = now.shown;
      now.shown += MORE;
      const next = redraw().querySelectorAll('tbody tr, .winners > li, .timeline li')[old];
      next?.querySelector('a')?.focus();
    };
    const note = strings.ui[`${name}_note`];
    section.replaceChildren(...[
      h('h2', {}, t(name), ' ', h('span', { class: 'count' }, number(rows.length))),
      note && rows.length ? h('p', { class: 'note' }, t(`${name}_note`)) : null,
      content,
      left > 0 ? h('p', { class: 'more' },
        h('button', { type: 'button', click: more }, t('more', { n: number(Math.min(left, MORE)) })),
        small(` ${t('of', { n: number(now.shown), all: number(rows.length) })}`)) : null,
    ].filter(Boolean));
    return section;
  }

  function tiles() {
    const tile = (count, words, target) => {
      const content = [h('b', {}, number(count)), h('span', {}, words)];
      const link = () => h('a', { href: `#${target}`, class: 'tile' }, content);
      return h('li', {}, count ? link() : h('div', { class: 'tile' }, content));
    };
    return h('ul', { class: 'tiles' },
      tile(tables.articles.length, t('articles'), 'articles'),
      data.kinds.map((kind, i) => tile(data.totals[i], kindsOf(kind), TILES[kind])),
      tile(tables.warnings.length, t('warnings'), 'warnings'));
  }

  function summaryHead() {
    const days = tables.articles.map((row) => row.published).filter(Boolean).sort();
    const [first, last] = [days.at(0), days.at(-1)].map((day) => day?.slice(0, 10));
    const range = () => t('published_between', { a: first, b: last });
    const between = first && h('span', { class: 'number' }, range());
    const troubles = ['unread', 'textless'].map((key, i) =>
      data.troubles[i] && h('p', { class: 'warning' }, t(key, { n: number(data.troubles[i]) })));
    return [
      data.part ? h('nav', { class: 'around' }, upLink()) : null,
      h('h1', {}, data.part ? t('part', { n: data.part[0] }) : t('title')),
      h('p', { class: 'lead' }, t('source'), ' ', h('b', {}, data.source), first && ' · ', between),
      troubles,
      data.part ? null : tiles(),
    ];
  }

  let drawn = null;

  function drawSummary(words) {
    const key = `${language}\n${words}`;
    if (key === drawn) return;
    if (drawn === null || drawn.split('\n')[1] !== words) {
      for (const name of SECTIONS) Object.assign(state[name], { shown: firstOf(name) });
    }
    drawn = key;
    terms = fold(words).split(/\s+/).filter(Boolean);
    const found = matching();
    const clear = h('a', { href: '#', class: 'clear' }, t('clear'));
    const head = words
      ? [h('h1', {}, t('found', { q: words })), h('p', { class: 'lead' }, clear)]
      : summaryHead();
    const sections = Object.keys(found).map((name) => h('section', { id: name, tabindex: '-1' }));
    $('summary').replaceChildren(...head.flat(2).filter(Boolean), ...sections);
    for (const [name, rows] of Object.entries(found)) drawSection(name, rows);
    const links = Object.entries(found).map(([name, rows]) => {
      const attributes = { href: `#${name}`, class: rows.length ? null : 'none', click: toSection(name) };
      return h('a', attributes, t(name), ' ', small(number(rows.length)));
    });
    $('sections').setAttribute('aria-label', t('sections'));
    $('sections').replaceChildren(...links);
    $('told').textContent = words ? links.map((link) => link.textContent).join(', ') : '';
  }

  /** The rows of the sections that there are; one that never had any is left out. */
  function matching() {
    const names = data.part ? ['articles'] : SECTIONS;
    const found = names.map((name) => [name, MATCHING[name]()]);
    const some = (name) => name === 'timeline' || tables[name].length;
    const kept = found.filter(([name, rows]) => rows.length || (terms.length && some(name)));
    const rows = Object.fromEntries(kept);
    rows.timeline?.sort(inTime);
    return rows;
  }

  // within a search a section is scrolled to: its address would end the search
  const toSection = (name) => (event) => {
    event.preventDefault();
    if (!terms.length) history.replaceState(null, '', `#${name}`);
    $(name).scrollIntoView();
    $(name).focus({ preventScroll: true });
  };

  // ---- an article

  const shownKinds = new Set(data.kinds);
  let open = null; // {place, article, text, records, byId, referring, nodes}

  function load(place) {
    const { article, text, lacking, records } = read(`a${place}`);
    const byId = new Map(records.map((record) => [record.id, record]));
    const referring = new Map();
    for (const record of records) {
      for (const [key, value] of Object.entries(record)) {
        for (const item of [value].flat()) {
          const id = key === 'compared_to' ? item : item?.id;
          if (key === 'id' || !byId.has(id)) continue;
          if (!referring.has(id)) referring.set(id, []);
          referring.get(id).push(record);
        }
      }
    }
    return { place, article, text, lacking, records, byId, referring, nodes: new Map() };
  }

  /** Stretches of the text between all ends of marks, each with the marks over it, inmost first. */
  function* stretches(points, marks) {
    const ends = marks.flatMap(({ start, end }) => [start, end]);
    const cuts = [...new Set([0, points.length, ...ends])].sort((a, b) => a - b);
    const waiting = [...marks].sort((a, b) => a.start - b.start);
    let over = [];
    for (let i = 0; i + 1 < cuts.length; i += 1) {
      const [start, end] = [cuts[i], cuts[i + 1]];
      over = over.filter((mark) => mark.end > start);
      while (waiting.length && waiting[0].start <= start) over.push(waiting.shift());
      const inmost = [...over].sort((a, b) => a.end - a.start - (b.end - b.start));
      yield { words: points.slice(start, end).join(''), start, end, over: inmost };
    }
  }

  function drawText() {
    const records = open.records.filter((record) => shownKinds.has(record.type));
    const marks = records.flatMap((record) =>
      (record.mentions ?? [record]).map(({ start, end, kind }) => ({ start, end, kind, record })));
    open.nodes.clear();
    const points = Array.from(open.text); // offsets count code points
    const nodes = [];
    for (const stretch of stretches(points, marks)) {
      if (stretch.over.length) nodes.push(markOf(stretch));
      else nodes.push(stretch.words.replace(/[ \t]*\n(?:[ \t]*\n){2,}/g, '\n\n'));
    }
    const acts = {
      mouseover: hover, mouseout: unhover, focusin: focused, focusout: blurred, click: pressed,
      keydown: keyed,
    };
    return h('div', { class: 'text', lang: 'ko', ...acts }, nodes);
  }

  function markOf({ words, start, end, over }) {
    const types = [...new Set(over.map((mark) => mark.record.type))];
    const begins = over.some((mark) => mark.start === start);
    const names = ['mark', types[0]];
    if (types.length > 1) names.push('within', `within-${types[1]}`);
    if (over.some((mark) => mark.end === end)) names.push('ends');
    if (begins) names.push('begins');
    const stop = { // one stop of the tab key for each mark
      tabindex: '0',
      role: 'button',
      'aria-haspopup': 'dialog',
      'aria-expanded': 'false',
      'aria-label': `${types.map(kindOf).join(', ')}: ${words}`,
    };
    const node = h('mark', { class: names.join(' '), ...(begins ? stop : {}) }, words);
    node.over = over;
    const same = over.filter((mark) => mark.start === start && mark.record.type === types[0]);
    if (same.length > 1) node.append(h('sup', { 'data-n': same.length }));
    for (const { record } of over) {
      if (!open.nodes.has(record.id)) open.nodes.set(record.id, []);
      open.nodes.get(record.id).push(node);
    }
    return node;
  }

  // ---- a record's fields

  const here = (id) => hashOf(open.place, id);

  function reference(id, name) {
    const record = open.byId.get(id);
    if (!record) return korean(name);
    const resolved = record.type === 'date' && record.value !== name;
    const words = resolved ? [spoken(record.value), small(` ${name}`)] : name;
    return h('a', { href: here(id), class: `ref ${record.type}`, lang: 'ko' }, words);
  }

  function valueOf(record, key) {
    const value = record[key];
    if (key === 'mentions') return number(value.length);
    if (key === 'compared_to') return reference(value, open.byId.get(value)?.text ?? value);
    if (Array.isArray(value)) return joined(value.map(({ id, name }) => reference(id, name)));
    if (typeof value === 'object') return reference(value.id, value.name);
    if (key === 'value' && record.type === 'figure') return [number(value), unitOf(record.unit)];
    if (key === 'trend') return [trend(value), label(value)];
    if (key === 'value') return spoken(value);
    if (LISTED.has(key) || (key === 'category' && record.type !== 'award')) return label(value);
    if (typeof value === 'number') return key === 'year' ? String(value) : number(value);
    return korean(String(value));
  }

  /** Pairs of a field's name and what it holds, of the fields that say something. */
  function facts(record, keys) {
    const days = record.type === 'date' && record.earliest === record.value;
    return keys
      .filter((key) => key in record && !(days && (key === 'earliest' || key === 'latest')))
      .map((key) => [strings.fields[key]?.[language] ?? key, valueOf(record, key)]);
  }

  const nameOf = (record) => record.name ?? record.text;
  const definitions = (pairs) =>
    h('dl', {}, pairs.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));

  function cardOf({ record, kind }) {
    const pairs = facts(record, Object.keys(record).filter((key) => !COMMON.has(key)));
    const referring = [...new Set(open.referring.get(record.id) ?? [])];
    if (referring.length) {
      const links = referring.slice(0, 6).map((other) => reference(other.id, nameOf(other)));
      const rest = referring.length > 6 ? small(` +${referring.length - 6}`) : null;
      pairs.push([t('referred'), [joined(links), rest]]);
    }
    const title = h('h3', {}, h('a', { href: here(record.id), lang: 'ko' }, nameOf(record)));
    return h('section', {},
      h('p', { class: 'card-head' },
        h('span', { class: `type ${record.type}` }, kindOf(record.type)),
        kind && kind !== 'name' ? small(label(kind)) : null, small(record.id)),
      title, definitions(pairs),
      h('p', { class: 'small rule' },
        `${t('made_by')} ${record.rule} · ${t('at')} ${record.start}–${record.end}`));
  }

  // ---- the card: of the mark under the pointer or the focus

  const card = $('card');
  let holder = null;
  let timer = 0;

  function showCard(node, first) {
    clearTimeout(timer);
    holder?.setAttribute('aria-expanded', 'false');
    holder = node;
    if (node.hasAttribute('tabindex')) node.setAttribute('aria-expanded', 'true');
    const over = [...node.over].sort((a, b) => (b.record.id === first) - (a.record.id === first));
    const count = over.length > 1 && h('p', { class: 'small' }, t('same_span', { n: over.length }));
    const attributes = { type: 'button', class: 'close', 'aria-label': t('close'), click: leaveCard };
    card.replaceChildren(...[h('button', attributes, '×'), count, ...over.map(cardOf)].filter(Boolean));
    card.setAttribute('aria-label', t('record'));
    card.hidden = false;
    card.scrollTop = 0;
    place(node.getClientRects()[0] ?? node.getBoundingClientRect());
  }

  /** Below the mark, or above it where there is more room; a narrow screen has it at its foot. */
  function place(box) {
    const gap = 6;
    const { offsetWidth: width, offsetHeight: height } = card;
    const below = innerHeight - box.bottom;
    const top = below >= height + gap || below >= box.top ? box.bottom + gap : box.top - height - gap;
    const within = (at, most) => `${Math.max(8, Math.min(at, most - 8))}px`;
    card.style.left = within(box.left, document.documentElement.clientWidth - width);
    card.style.top = within(top, innerHeight - height);
  }

  function hideCard() {
    clearTimeout(timer);
    holder?.setAttribute('aria-expanded', 'false');
    holder = null;
    card.hidden = true;
  }

  function leaveCard() {
    const node = holder;
    hideCard();
    quiet = true;
    node?.focus({ preventScroll: true });
    quiet = false;
  }

  let quiet = false; // the focus comes back from the card
  const soon = (action, wait) => {
    clearTimeout(timer);
    timer = setTimeout(action, wait);
  };
  const inCard = () => card.contains(document.activeElement);
  const hideUnlessFocused = () => inCard() || document.activeElement === holder || hideCard();

  function hover(event) {
    const node = event.target.closest('mark');
    if (node && node !== holder && !inCard()) soon(() => showCard(node), 120);
  }

  function unhover(event) {
    if (!event.relatedTarget?.closest?.('mark, .card')) soon(hideUnlessFocused, 250);
  }

  function focused(event) {
    const node = event.target.closest('mark');
    if (node && !quiet) showCard(node, open.chosen);
  }

  function blurred(event) {
    if (!card.contains(event.relatedTarget)) hideCard();
  }

  function pressed(event) {
    const node = event.target.closest('mark');
    if (node) showCard(node);
  }

  function keyed(event) {
    const node = event.target.closest('mark');
    if (!node || (event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    if (card.hidden) showCard(node);
    card.querySelector('h3 a').focus();
  }

  card.addEventListener('mouseover', () => clearTimeout(timer));
  card.addEventListener('mouseleave', () => soon(hideUnlessFocused, 250));
  card.addEventListener('keydown', (event) => {
    if (event.key !== 'Tab') return;
    const stops = [...card.querySelectorAll('a, button')];
    const last = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement === last) leaveCard(); // and go on from the mark
  });
  card.addEventListener('focusout', (event) => {
    const next = event.relatedTarget;
    if (next && !card.contains(next) && next !== holder) hideCard();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || card.hidden) return;
    if (inCard()) leaveCard();
    else hideCard();
  });
  document.addEventListener('click', (event) => {
    if (!card.hidden && !event.target.closest('.card, mark')) hideCard();
  });
  window.addEventListener('scroll', () => {
    if (holder && !inCard()) place(holder.getClientRects()[0] ?? holder.getBoundingClientRect());
  }, { passive: true });

  // ---- the records beside the text

  function panel() {
    const groups = PANEL.filter((type) => shownKinds.has(type)).map((type) => {
      const records = open.records.filter((record) => record.type === type);
      if (!records.length) return null;
      const rows = records.map((record) =>
        h('tr', { id: `r-${record.id}`, class: type },
          h('th', { scope: 'row' }, h('a', { href: here(record.id), lang: 'ko' }, nameOf(record))),
          h('td', {}, definitions(facts(record, BRIEF[type])))));
      return h('details', { open: type === 'date' && open.text !== null ? false : '' },
        h('summary', {}, h('h2', {},
          h('span', { class: `type ${type}` }, kindsOf(type)), ' ',
          h('span', { class: 'count' }, number(records.length)))),
        h('table', {},
          h('thead', { class: 'hidden' }, h('tr', {}, ['record', 'fields'].map((key) =>
            h('th', { scope: 'col' }, t(key))))),
          h('tbody', {}, rows)));
    });
    return h('section', { class: 'records', 'aria-label': t('records') }, groups);
  }

  function filters() {
    const button = (type) => {
      const count = open.records.filter((record) => record.type === type).length;
      const press = () => {
        if (!shownKinds.delete(type)) shownKinds.add(type);
        drawArticle();
        $('article').querySelector(`.filters .${type}`).focus();
      };
      const pressed = String(shownKinds.has(type));
      const attributes = { type: 'button', class: `filter ${type}`, 'aria-pressed': pressed };
      return h('button', { ...attributes, click: press }, h('span', { class: 'swatch' }, kindsOf(type)), ' ', number(count));
    };
    const group = { class: 'filters', role: 'group', 'aria-label': t('filter') };
    return h('div', group, data.kinds.map(button));
  }

  const upLink = () =>
    h('a', { href: data.part?.[1] ?? '#' }, `← ${t(data.part ? 'back' : 'all_articles')}`);

  function around(place) {
    const to = (at, key, rel) => (tables.articles[at] && $(`a${at}`)
      ? h('a', { href: hashOf(at), rel }, t(key)) : null);
    return h('nav', { class: 'around', 'aria-label': t('articles') },
      upLink(), to(place - 1, 'previous', 'prev'), to(place + 1, 'next', 'next'));
  }

  function drawArticle() {
    const { place, article, text, lacking } = open;
    const published = article.published && [
      h('time', {}, spoken(article.published)),
      article.published_from === 'header' ? null : small(` (${label(article.published_from)})`)];
    const lead = [
      article.publisher && korean(article.publisher),
      article.reporter && korean(article.reporter),
      published,
      h('span', { class: 'source' }, article.source ?? article.id),
    ];
    const size = titleOf(place).length > LONG ? 'long' : null;
    const columns = text === null ? 'columns textless' : 'columns';
    hideCard();
    $('article').replaceChildren(...[
      around(place),
      h('h1', { tabindex: '-1', lang: 'ko', class: size }, titleOf(place)),
      h('p', { class: 'lead' }, joined(lead, ' · ')),
      ...article.warnings.map((warning) => h('p', { class: 'warning' }, warning)),
      text === null ? h('p', { class: 'warning' }, t('lacking'), ' ', small(lacking)) : null,
      filters(),
      h('div', { class: columns }, text === null ? null : drawText(), panel()),
    ].filter(Boolean));
    paintChosen();
  }

  function paintChosen() {
    for (const node of document.querySelectorAll('.chosen')) node.classList.remove('chosen');
    for (const node of open.nodes.get(open.chosen) ?? []) node.classList.add('chosen');
    $(`r-${open.chosen}`)?.classList.add('chosen');
  }

  /** Show where a record is: its marks, its row, and its card at the first mark. */
  function choose(id) {
    open.chosen = id;
    const record = open.byId.get(id);
    if (record && !shownKinds.has(record.type)) {
      shownKinds.add(record.type);
      drawArticle();
    }
    paintChosen();
    if (!record) return;
    const row = $(`r-${id}`);
    row.closest('details').open = true;
    const nodes = open.nodes.get(id) ?? [];
    const stop = nodes.find((node) => node.hasAttribute('tabindex')) ?? row.querySelector('a');
    if (nodes.length) scrollWithin(row);
    stop.scrollIntoView({ block: 'center' });
    if (document.activeElement === stop) showCard(stop, id);
    else stop.focus({ preventScroll: true });
  }

  /** Bring a row into sight in the list beside the text, where that scrolls by itself. */
  function scrollWithin(row) {
    const box = row.closest('.records');
    if (box.scrollHeight <= box.clientHeight) return;
    const away = row.getBoundingClientRect().top - box.getBoundingClientRect().top;
    box.scrollTop += away - box.clientHeight / 3;
  }

  // ---- which of them is in view

  const scrolled = { summary: 0 };

  function view(name) {
    $('summary').hidden = name !== 'summary';
    $('sections').hidden = name !== 'summary' || Boolean(data.part);
    $('article').hidden = name === 'summary';
  }

  function showSummary({ q = '', section }, moved) {
    const came = open !== null;
    open = null;
    hideCard();
    view('summary');
    $('q').value = q === $('q').value.trim() ? $('q').value : q;
    const old = drawn;
    drawSummary(q);
    document.title = `${q || t('title')} · ${data.source}`;
    if (section && $(section)?.closest('#summary')) {
      $(section).scrollIntoView();
      if (moved) $(section).focus({ preventScroll: true });
    } else if (came) scrollTo(0, scrolled.summary);
    else if (moved && old !== drawn) scrollTo(0, 0);
  }

  function showArticle({ a, r }, moved) {
    const at = places.get(a);
    if (at !== undefined && data.parts) {
      location.replace(address(at, r));
      return;
    }
    if (open === null) scrolled.summary = scrollY;
    const anew = open?.place !== at || at === undefined;
    view('article');
    if (at === undefined) {
      open = { place: undefined };
      const told = h('p', { class: 'warning' }, t('unknown', { name: a }));
      $('article').replaceChildren(h('nav', { class: 'around' }, upLink()), told);
      return;
    }
    if (anew) {
      open = load(at);
      drawArticle();
      document.title = `${titleOf(at)} · ${data.source}`;
    }
    if (r) choose(r);
    else {
      choose(null);
      scrollTo(0, 0);
      if (moved) $('article').querySelector('h1').focus({ preventScroll: true });
    }
  }

  function route(moved) {
    const found = parsed(location.hash);
    if ('a' in found) showArticle(found, moved);
    else showSummary(found, moved);
  }

  // ---- the interface

  function drawFrame() {
    document.documentElement.lang = language;
    for (const node of document.querySelectorAll('[data-t]')) node.textContent = t(node.dataset.t);
    $('language').lang = language === 'ko' ? 'en' : 'ko';
    $('q').placeholder = t(data.parts ? 'search_names' : 'search_hint');
    $('home').setAttribute('aria-label', `gisa ${data.source}: ${t(data.part ? 'back' : 'summary')}`);
    $('dark').setAttribute('aria-pressed', String(isDark()));
  }

  const system = matchMedia('(prefers-color-scheme: dark)');
  const theme = () => document.documentElement.dataset.theme;
  const isDark = () => (theme() ? theme() === 'dark' : system.matches);

  function setTheme(name) {
    if (name === 'dark' || name === 'light') document.documentElement.dataset.theme = name;
  }

  $('language').addEventListener('click', () => {
    language = language === 'ko' ? 'en' : 'ko';
    remember('language', language);
    drawFrame();
    if (open?.article) drawArticle();
    else route(false);
  });
  $('dark').addEventListener('click', () => {
    setTheme(isDark() ? 'light' : 'dark');
    remember('theme', theme());
    drawFrame();
  });
  system.addEventListener('change', drawFrame);
  $('skip').addEventListener('click', (event) => {
    event.preventDefault(); // the address is the article's
    $('main').focus();
  });

  let typing = 0;
  $('q').addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(() => {
      const words = $('q').value.trim();
      if (open) location.hash = sought(words); // so that Back leads to the article
      else {
        history.replaceState(null, '', words ? sought(words) : '#');
        route(false);
      }
    }, 150);
  });
  window.addEventListener('hashchange', () => route(true));
  document.addEventListener('click', (event) => {
    // where one is already: the address does not change, but one wants to go there again
    if (event.target.closest?.('a')?.getAttribute('href') === location.hash) route(true);
  });

  setTheme(remembered('theme'));
  drawFrame();
  route(false);
})();
