// The preview's one script. It keeps the page up to date without losing the reader's place, shows where words come
// from, leads to what is left to do, and opens or copies places in files. Pages that are published don't have it.
(() => {
  'use strict';
  const ours = () => document.getElementById('foldout-preview');
  if (!ours()) return;

  const isOurs = (node) => node.id === 'foldout-preview'
    || (node.getAttribute && /^\/_foldout\//.test(node.getAttribute('src') || node.getAttribute('href') || ''));
  const text = (body) => [...body.childNodes].filter((node) => !isOurs(node))
    .map((node) => node.outerHTML ?? node.textContent).join('').trim();
  let served = text(document.body);
  let busy = false;
  let again = false;

  // What is open, and where the reader is, by ids or else by order and words.
  const name = (details, i) => details.id || i + ' ' + (details.querySelector('summary')?.textContent ?? '').replace(/\d+/g, '');
  const opened = () => new Map([...document.querySelectorAll('details')].map((details, i) => [name(details, i), details.open]));
  const reopen = (were) => document.querySelectorAll('details').forEach((details, i) => {
    const was = were.get(name(details, i));
    if (was !== undefined) details.open = was;
  });

  function swapStyles(next) {
    const links = (of) => [...of.querySelectorAll('head link[rel="stylesheet"]')];
    const old = links(document);
    const fresh = links(next).map((link) => link.getAttribute('href'));
    // Each at its place among the others: what comes later may overrule it.
    let before = null;
    for (const href of fresh) {
      const known = old.find((link) => link.getAttribute('href') === href);
      const link = known || document.createElement('link');
      if (!known) {
        link.rel = 'stylesheet';
        link.href = href;
        const gone = () => {
          old.filter((link) => !fresh.includes(link.getAttribute('href'))).forEach((link) => link.remove());
          showPaper();
        };
        link.addEventListener('load', gone);
        link.addEventListener('error', gone);
        if (before) before.after(link);
        else if (old[0]) old[0].before(link);
        else document.head.append(link);
      }
      before = link;
    }
    // One that is needed no longer goes at once when none takes its place.
    if (fresh.length < old.length && fresh.every((href) => old.some((link) => link.getAttribute('href') === href))) {
      old.filter((link) => !fresh.includes(link.getAttribute('href'))).forEach((link) => link.remove());
    }
    const own = (of) => [...of.querySelectorAll('head style')];
    if (own(document).map((style) => style.textContent).join() !== own(next).map((style) => style.textContent).join()) {
      own(document).forEach((style) => style.remove());
      document.head.append(...own(next).map((style) => document.importNode(style, true)));
    }
  }

  // The page's language, classes and the like.
  function sameAttributes(element, next) {
    for (const { name } of [...element.attributes]) if (!next.hasAttribute(name)) element.removeAttribute(name);
    for (const { name, value } of next.attributes) if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }

  function put(next) {
    const were = opened();
    const [x, y] = [window.scrollX, window.scrollY];
    const focus = document.activeElement?.id;
    const fresh = text(next.body);
    const panel = next.getElementById('foldout-preview');
    if (!panel) return location.reload();
    document.title = next.title;
    swapStyles(next);
    sameAttributes(document.documentElement, next.documentElement);
    sameAttributes(document.body, next.body);
    if (fresh !== served) {
      if ([...next.body.querySelectorAll('script')].some((script) => !isOurs(script))) {
        sessionStorage.setItem('foldout-scroll', JSON.stringify([location.pathname, x, y]));
        return location.reload();
      }
      served = fresh;
      [...document.body.childNodes].filter((node) => !isOurs(node)).forEach((node) => node.remove());
      const page = [...next.body.childNodes].filter((node) => !isOurs(node));
      document.body.prepend(...page.map((node) => document.importNode(node, true)));
    }
    ours().replaceWith(document.importNode(panel, true));
    reopen(were);
    if (focus && document.activeElement?.id !== focus) document.getElementById(focus)?.focus({ preventScroll: true });
    window.scrollTo({ left: x, top: y, behavior: 'instant' });
    showOrigins();
    showPaper();
  }

  async function update() {
    if (busy) { again = true; return; }
    busy = true;
    try {
      const answer = await fetch(location.pathname + location.search, { cache: 'no-store' });
      put(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    } catch { /* The preview has stopped; the stream of events tells when it is back. */ }
    busy = false;
    if (again) { again = false; update(); }
  }

  // A browser opens few streams at once, so one page listens for all that are open and tells the others: a version,
  // or `false` when the preview has stopped. `null` asks whoever listens.
  const others = new BroadcastChannel('foldout');
  const told = (version) => {
    if (version === false) return stopped();
    document.getElementById('fo-stopped')?.remove();
    if (version !== ours().dataset.version) update();
  };
  let last = null;
  others.onmessage = ({ data }) => {
    if (data !== null) told(data);
    else if (last !== null) others.postMessage(last);
  };
  const tell = (word) => {
    last = word;
    others.postMessage(word);
    told(word);
  };
  function connect() {
    const events = new EventSource('/_foldout/events');
    let silent = 0;
    events.onmessage = ({ data }) => {
      clearTimeout(silent);
      silent = 0;
      tell(data);
    };
    events.onerror = () => {
      silent ||= setTimeout(() => tell(false), 2000);
      if (events.readyState === EventSource.CLOSED) setTimeout(connect, 1000);
    };
    addEventListener('pagehide', () => {
      clearTimeout(silent);
      events.onerror = null;
      events.close();
    });
  }
  others.postMessage(null);
  if (navigator.locks) navigator.locks.request('foldout-events', () => { connect(); return new Promise(() => {}); });
  else connect();
  addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });

  function stopped() {
    if (document.getElementById('fo-stopped')) return;
    const note = document.createElement('p');
    note.id = 'fo-stopped';
    note.setAttribute('role', 'status');
    note.textContent = 'The preview has stopped, so this page no longer changes. To start it again, type: foldout serve';
    ours().prepend(note);
  }

  const kept = JSON.parse(sessionStorage.getItem('foldout-scroll') || 'null');
  if (kept && kept[0] === location.pathname) window.scrollTo({ left: kept[1], top: kept[2], behavior: 'instant' });
  sessionStorage.removeItem('foldout-scroll');

  // The rules for paper, in a frame that shows the page as on paper.
  function showPaper() {
    const frame = window.frameElement;
    if (!frame || !frame.hasAttribute('data-fo-paper')) return;
    const onPaper = (query) => {
      if (/\bscreen\b|prefers-color-scheme:\s*dark/.test(query)) return /^\s*not\s+screen\s*$/.test(query) ? 'all' : 'not all';
      return /^\s*not\s+print\b/.test(query) ? 'not all' : query.replace(/\b(only\s+)?print\b/g, 'all');
    };
    const turn = (media) => {
      const turned = media.mediaText.split(',').map(onPaper).join(',');
      if (media.mediaText && turned !== media.mediaText) media.mediaText = turned;
    };
    const read = (rules) => {
      for (const rule of rules) {
        if (rule instanceof CSSPageRule && !rule.selectorText) {
          frame.style.padding = rule.style.margin || frame.style.padding;
        }
        if (rule.media) turn(rule.media);
        if (rule.styleSheet) read(rule.styleSheet.cssRules);
        if (rule.cssRules && !(rule instanceof CSSPageRule)) read(rule.cssRules);
      }
    };
    for (const sheet of document.styleSheets) {
      turn(sheet.media);
      read(sheet.cssRules);
    }
  }
  showPaper();
  addEventListener('load', showPaper);

  // Origins.
  const origins = '[data-origin]';
  const said = ({ dataset }) => `${dataset.origin}: ${dataset.file}:${dataset.line}`;
  function showOrigins() {
    document.querySelectorAll(origins).forEach((block) => {
      block.title = said(block);
      block.tabIndex = 0;
    });
  }
  showOrigins();

  function point({ target }) {
    const place = document.getElementById('fo-place');
    const block = target.closest?.(origins);
    if (!place || !block) return;
    place.hidden = false;
    place.textContent = said(block) + (ours().dataset.editor ? ' (Enter or a click opens it)' : ' (Enter or a click copies it)');
  }
  document.addEventListener('mouseover', point);
  document.addEventListener('focusin', point);

  function say(words) {
    const note = document.createElement('p');
    note.className = 'fo-said';
    note.setAttribute('role', 'status');
    note.textContent = words;
    ours().append(note);
    setTimeout(() => note.remove(), 3000);
  }

  async function copy(place) {
    try {
      await navigator.clipboard.writeText(place);
      say('Copied: ' + place);
    } catch { say(place); }
  }

  function open(block) {
    const { editor, root } = ours().dataset;
    const { file, line } = block.dataset;
    if (!editor) return copy(file + ':' + line);
    const whole = root + '/' + file.split('/').map(encodeURIComponent).join('/');
    const path = editor.includes('/{path}') ? whole.replace(/^\/+/, '') : whole;
    location.href = editor.replace('{path}', () => path).replace('{line}', line).replace('{column}', '1');
  }

  // From what is left to do to its place: the box that asks, else the words that are meant, else their section.
  const bare = (words) => words.replace(/\]\([^)]*\)/g, '').replace(/[*_`#[\]]/g, '').replace(/\s+/g, ' ').trim();
  function place(link) {
    const id = decodeURIComponent(link.hash.slice(1));
    const from = id && document.getElementById(id);
    if (from && from.matches('.prompt')) return from;
    const wanted = bare(link.dataset.foWords || '');
    const blocks = [...document.querySelectorAll('p, li, td, th, dd, h2, h3, h4, h5, h6, pre')];
    const after = blocks.filter((block) => !ours().contains(block)
      && (!from || from === block || from.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING));
    const found = wanted.length > 2 && after.find((block) => bare(block.textContent).includes(wanted));
    return found || from;
  }
  function jump(event, link) {
    const found = place(link);
    if (!found) return;
    event.preventDefault();
    if (found.id) history.replaceState(null, '', '#' + found.id);
    document.querySelectorAll('.fo-shown').forEach((shown) => shown.classList.remove('fo-shown'));
    found.classList.add('fo-shown');
    if (found.tabIndex < 0) found.tabIndex = -1;
    found.focus({ preventScroll: true });
    found.scrollIntoView({ block: 'center' });
  }

  const toDo = () => document.getElementById('fo-todo');
  function openToDo(isOpen) {
    const list = toDo();
    if (!list) return;
    list.open = isOpen;
    list.querySelector('summary').focus({ preventScroll: true });
  }
  if (location.hash === '#fo-todo') {
    // The list stands beside the page, which begins at its beginning.
    history.replaceState(null, '', location.pathname + location.search);
    openToDo(true);
    addEventListener('load', () => window.scrollTo({ top: 0, behavior: 'instant' }));
  }

  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-fo-copy]');
    if (button) return copy(button.dataset.foCopy);
    const link = event.target.closest('a.fo-jump');
    if (link) return jump(event, link);
    const block = event.target.closest(origins);
    if (block && !event.target.closest('a, button, summary')) open(block);
  });

  document.addEventListener('keydown', async (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest('input, select, textarea')) return;
    if (event.key === 'Enter' && event.target.matches(origins)) return open(event.target);
    if (event.key === 'Escape' && toDo()?.open) return openToDo(false);
    if (event.key === 't' && toDo()) {
      event.preventDefault();
      return openToDo(!toDo().open);
    }
    const link = event.key === 'o' && document.getElementById('fo-origins');
    if (!link) return;
    event.preventDefault();
    await fetch(link.href, { cache: 'no-store' });
    update();
  });
})();
