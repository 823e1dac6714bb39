// The preview's one script. It keeps the page up to date without losing the reader's place, shows where words come
// from, and opens or copies places in files. Pages that are published don't have it.
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
    for (const href of fresh.filter((href) => !old.some((link) => link.getAttribute('href') === href))) {
      const link = document.createElement('link');
      link.rel = 'stylesheet';
      link.href = href;
      const gone = () => old.filter((link) => !fresh.includes(link.getAttribute('href'))).forEach((link) => link.remove());
      link.addEventListener('load', gone);
      link.addEventListener('error', gone);
      document.head.append(link);
    }
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
    window.scrollTo(x, y);
    showOrigins();
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

  // A browser opens few streams at once, so one page listens for all that are open and tells the others.
  const others = new BroadcastChannel('foldout');
  const told = (version) => { if (version !== ours().dataset.version) update(); };
  let last = null;
  others.onmessage = ({ data }) => {
    if (data !== null) told(data);
    else if (last !== null) others.postMessage(last);
  };
  const listen = () => new Promise(() => {
    const events = new EventSource('/_foldout/events');
    events.onmessage = ({ data }) => {
      last = data;
      others.postMessage(data);
      told(data);
    };
    addEventListener('pagehide', () => events.close());
  });
  others.postMessage(null);
  if (navigator.locks) navigator.locks.request('foldout-events', listen);
  else listen();
  addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });

  const kept = JSON.parse(sessionStorage.getItem('foldout-scroll') || 'null');
  if (kept && kept[0] === location.pathname) window.scrollTo(kept[1], kept[2]);
  sessionStorage.removeItem('foldout-scroll');

  // Origins.
  function showOrigins() {
    document.querySelectorAll('[data-origin]').forEach((block) => {
      block.title = `${block.dataset.origin}: ${block.dataset.file}:${block.dataset.line}`;
      block.tabIndex = 0;
    });
  }
  showOrigins();

  async function say(words) {
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

  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-fo-copy]');
    if (button) return copy(button.dataset.foCopy);
    const block = event.target.closest('[data-origin]');
    if (block && !event.target.closest('a, button, summary')) open(block);
  });

  document.addEventListener('keydown', async (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest('input, select, textarea')) return;
    if (event.key === 'Enter' && event.target.matches('[data-origin]')) return open(event.target);
    const link = event.key === 'o' && document.getElementById('fo-origins');
    if (!link) return;
    event.preventDefault();
    await fetch(link.href, { cache: 'no-store' });
    update();
  });
})();
