// Narrows down the list of programmes as people choose and type. The list is complete without it: everything that it
// needs stands in the page, so that it also works from disk. What is chosen stands in the page's address.
(() => {
  'use strict';
  // Lower case, without accents and apostrophes; words with one space between them.
  const plain = (text) => text.normalize('NFD').replace(/[\p{M}'\u2018\u2019\u02bc`]/gu, '').toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  const words = (text) => plain(text).split(' ').filter(Boolean);
  const has = (text, word) => (' ' + text).includes(' ' + word);
  const counted = (count, what) => `${count} ${what}${count === 1 ? '' : 's'}`;

  function start() {
    const finder = document.querySelector('.finder[hidden]');
    if (!finder) return;
    const all = (selector, of = document) => [...of.querySelectorAll(selector)];
    const fields = all('input, select', finder);
    const field = (name) => fields.find((it) => it.name === name);
    const status = finder.querySelector('[role=status]');

    const hubs = all('.hubs li').map((item) => {
      const link = item.querySelector('a');
      const region = item.closest('section').querySelector('h3').textContent;
      return { item, name: link.textContent, href: link.getAttribute('href'), region, text: plain(item.textContent) };
    });
    const groups = all('.phase').map((section) => {
      const phase = section.querySelector('h2').textContent;
      const entries = all('.programmes > li', section).map((item) => ({
        item,
        phase,
        text: plain([phase, ...all('h3, p:not(.offer, .state)', item).map((part) => part.textContent)].join(' ')),
        audience: all('.for', item).map((who) => who.textContent),
        state: item.dataset.state,
        // Which hubs offer it, each with its state.
        at: (item.dataset.offered || '').split(' ').filter(Boolean).flatMap((part) => {
          const [state, numbers] = part.split(':');
          return numbers.split(',').map((number) => ({ state, hub: hubs[number] }));
        }),
      }));
      return { section, entries };
    });
    const entries = groups.flatMap((group) => group.entries);

    const fill = (name, values) => field(name)?.append(...[...new Set(values)].map((value) => new Option(value, value)));
    fill('phase', groups.map((group) => group.entries[0].phase));
    fill('audience', entries.flatMap((entry) => entry.audience).sort((a, b) => a.localeCompare(b, 'en')));
    fill('region', hubs.map((hub) => hub.region));

    const stateWords = (name) => [...field('state').options].find((option) => option.value === name)?.text ?? '';

    // The hubs at which an entry is what is wanted; `true` where it is so without regard to hubs.
    function found(entry, want) {
      if (want.phase && entry.phase !== want.phase) return null;
      if (want.audience && !entry.audience.includes(want.audience)) return null;
      const left = want.words.filter((word) => !has(entry.text, word));
      const right = (state) => !want.states.length || want.states.includes(state);
      if (!hubs.length) return !left.length && right(entry.state) ? true : null;
      if (!left.length && !want.region && !want.states.length) return true;
      const at = entry.at.filter(({ state, hub }) => right(state) && (!want.region || hub.region === want.region)
        && left.every((word) => has(hub.text, word)));
      return at.length ? at : null;
    }

    function list(entry, at) {
      entry.item.querySelector('.offered')?.remove();
      if (at === true || !at) return;
      const rows = document.createElement('ul');
      rows.className = 'offered';
      for (const { state, hub } of at) {
        const row = document.createElement('li');
        const link = document.createElement('a');
        link.href = hub.href.replace(/index\.html$/, '') + entry.item.dataset.id
          + (/index\.html$/.test(hub.href) ? '/index.html' : '/');
        link.textContent = hub.name;
        const badge = document.createElement('span');
        badge.className = 'badge state-' + state;
        badge.textContent = stateWords(state);
        row.append(link, ' ', badge);
        rows.append(row);
      }
      entry.item.append(rows);
    }

    let saying;
    function show() {
      const value = (name) => field(name)?.value ?? '';
      const want = {
        words: words(value('words')),
        phase: value('phase'),
        audience: value('audience'),
        region: value('region'),
        states: value('state').split(' ').filter(Boolean),
      };
      const chosen = fields.some((it) => it.value.trim());
      const near = new Set();
      let count = 0;
      for (const { section, entries } of groups) {
        let any = false;
        for (const entry of entries) {
          const at = found(entry, want);
          entry.item.hidden = !at;
          list(entry, at);
          if (!at) continue;
          any = true;
          count += 1;
          (at === true ? entry.at : at).forEach(({ hub }) => near.add(hub));
        }
        section.hidden = !any;
      }
      for (const hub of hubs) hub.item.hidden = chosen && !near.has(hub);
      for (const section of all('.hubs, .hubs section')) section.hidden = !all('li', section).some((item) => !item.hidden);
      let said = count ? counted(count, 'programme') : 'No programme is like that. Take away a word or a choice.';
      if (count && chosen && hubs.length) said += `, ${counted(near.size, 'hub')}`;
      // Said once people pause, not at each letter.
      clearTimeout(saying);
      saying = setTimeout(() => { status.textContent = said; }, 250);
    }

    // The address holds what is chosen. A pause of a second begins a new step for the Back button.
    let last = 0;
    function remember() {
      const query = new URLSearchParams(fields.map((it) => [it.name, it.value.trim()]).filter(([, value]) => value)).toString();
      const now = Date.now();
      const step = now - last > 1000 ? 'pushState' : 'replaceState';
      last = now;
      // Some browsers refuse this to pages that are opened from disk: the list works all the same.
      try { history[step](null, '', location.pathname + (query && '?' + query)); } catch { /* As it was. */ }
    }
    function recall() {
      const query = new URLSearchParams(location.search);
      for (const it of fields) {
        it.value = query.get(it.name) ?? '';
        // An address from another day may name what is no more.
        if (it.selectedIndex === -1) it.value = '';
      }
      last = 0;
      show();
    }

    finder.addEventListener('input', () => { remember(); show(); });
    finder.querySelector('button').addEventListener('click', () => {
      for (const it of fields) it.value = '';
      last = 0;
      remember();
      show();
      field('words').focus();
    });
    addEventListener('popstate', () => { if (finder.isConnected) recall(); });
    // A browser that goes back to the page puts its own memory of the fields in after this.
    addEventListener('pageshow', () => { if (finder.isConnected) recall(); });
    finder.hidden = false;
    recall();
  }

  start();
  // The preview puts a changed page in place of the old one.
  new MutationObserver(start).observe(document.body, { childList: true });
})();
