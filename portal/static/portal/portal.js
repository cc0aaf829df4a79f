/* The little htmx leaves over: keys, cursor row, clock words, live pages, kept text, dialogs, focus.
   No page needs it: every link and form works without a script. */
"use strict";
(() => {
  const doc = document, root = doc.documentElement, body = doc.body;
  const one = (selector, within = doc) => within.querySelector(selector);
  const all = (selector, within = doc) => [...within.querySelectorAll(selector)];
  const is = (element, selector) => element instanceof Element && element.closest(selector);
  const isShown = (element) => element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null;
  const csrf = () => one("[name=csrfmiddlewaretoken]")?.value ?? "";

  /* --- One sentence for those who listen ---------------------------------------------------- */
  const live = one("#live");
  const announce = (sentence) => { if (live && sentence) { live.textContent = ""; setTimeout(() => { live.textContent = sentence; }, 50); } };

  /* --- Clocks run on the server's instant ---------------------------------------------------- */
  const words = one("#clock-words")?.dataset ?? {};
  const answered = performance.getEntriesByType("navigation")[0]?.responseStart ?? 0;
  let zero = Date.parse(root.dataset.now || new Date().toISOString()) - answered;
  const now = () => zero + performance.now();
  const hear = (date) => {
    const drift = Date.parse(date ?? "") - now();
    if (Math.abs(drift) > 2000) zero += drift;
  };
  const duration = (minutes) => {
    const hours = Math.floor(minutes / 60), rest = minutes % 60;
    if (hours >= 48) return (words.days ?? "{}").replace("{}", Math.floor(hours / 24)).replace(" ", "\u00a0");
    if (!hours) return `${rest}\u00a0min`;
    return `${hours}\u00a0h${rest ? "\u00a0" + String(rest).padStart(2, "0") : ""}`;
  };
  const left = (away) => duration(Math.max(1, away > 0 ? Math.ceil(away / 6e4) : Math.floor(-away / 6e4)));
  const write = (element, text) => { if (element && element.textContent !== text) element.textContent = text; };
  const wind = () => {
    const at = now();
    for (const time of all("time[data-clock]")) {
      const away = Date.parse(time.dateTime) - at, form = time.dataset.clock;
      if (form === "ago") write(time, (words.ago ?? "{}").replace("{}", duration(Math.max(1, Math.floor(-away / 6e4)))));
      else if (away <= 0) write(time, (words.late ?? "{}").replace("{}", left(away)));
      else write(time, form === "in" ? (words.in ?? "{}").replace("{}", left(away)) : left(away));
    }
    for (const chip of all(".sla[data-due]")) {
      const due = Date.parse(chip.dataset.due), away = due - at;
      const share = Math.min(1, Math.max(0, away / Math.max(6e4, due - Date.parse(chip.dataset.since))));
      write(one("b", chip), left(away));
      write(one("small", chip), away <= 0 ? words.head : chip.dataset.label);
      if (away <= 0) write(one(".vh", chip), `, ${chip.dataset.label}`);
      chip.classList.toggle("is-crit", away <= 0);
      chip.classList.toggle("is-warn", away > 0 && (away <= 6e5 || share <= 0.25));
      one("rect", chip)?.setAttribute("width", away <= 0 ? 100 : Math.round(share * 100));
    }
  };
  setInterval(wind, 15000);

  /* --- Text is never lost: kept in this tab until it has been sent ---------------------------- */
  const store = (work) => { try { return work(sessionStorage); } catch { return null; } };
  const shelf = (form) => `keep:${body.dataset.person}:${form.dataset.keep}`;
  const SENT = "sent";
  const keepable = (form) => [...form.elements].filter((field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type));
  const keep = (form) => {
    const values = keepable(form).map((field) => [field.name, field.value, field.checked ?? null]);
    store((session) => session.setItem(shelf(form), JSON.stringify(values)));
  };
  const restore = (form) => {
    for (const [name, value, checked] of JSON.parse(store((session) => session.getItem(shelf(form))) ?? "[]")) {
      for (const field of keepable(form).filter((other) => other.name === name)) {
        if (field.options && ![...field.options].some((option) => option.value === value)) continue;  // no longer offered
        if (field.type === "radio" || field.type === "checkbox") { if (field.value === value) field.checked = checked; }
        else if (!field.value || field.value === field.defaultValue) field.value = value;
      }
    }
  };
  const forget = (key) => store((session) => session.removeItem(key));
  const settle = () => {
    const sent = store((session) => session.getItem(SENT));
    if (!sent) return;
    forget(SENT);
    const [key, page] = JSON.parse(sent), next = one(".door input[name=next]");
    if (one("[data-not-sent]")) {  // after signing in, back to the page where the text was typed
      if (next) next.value = page;
      return;
    }
    const isBack = all("form[data-keep]").some((form) => shelf(form) === key && one("[aria-invalid=true], .error-summary", form));
    if (!isBack) forget(key);
  };

  /* --- Drafts: saved on the server a second after the last key -------------------------------- */
  const waiting = new WeakMap();
  const typed = (form) => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  };
  const saveDraft = async (form) => {
    clearTimeout(waiting.get(form));
    const answer = await fetch(form.dataset.draft, { method: "POST", body: typed(form), headers: { "X-CSRFToken": csrf() } }).catch(() => null);
    const state = one("[data-draft-state]", form);
    if (answer?.ok && state) state.textContent = await answer.text();
  };
  doc.addEventListener("input", ({ target }) => {
    const form = target.form;
    if (form?.dataset.keep) keep(form);
    if (form?.dataset.draft) { clearTimeout(waiting.get(form)); waiting.set(form, setTimeout(saveDraft, 1000, form)); }
  });
  doc.addEventListener("focusout", ({ target }) => { if (target.form?.dataset.draft && waiting.has(target.form)) saveDraft(target.form); });

  /* --- Files: which ones were chosen ------------------------------------------------------------- */
  const name = (chosen) => write(one("[data-files]", chosen.form), [...chosen.files].map((file) => file.name).join(", "));
  doc.addEventListener("change", ({ target }) => { if (target.matches?.(".files")) name(target); });

  /* --- Sending: once, busy meanwhile ------------------------------------------------------------ */
  doc.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "dialog") return;
    if (form.getAttribute("aria-busy") === "true") { event.preventDefault(); event.stopImmediatePropagation(); return; }
    if (form.dataset.keep) { keep(form); store((session) => session.setItem(SENT, JSON.stringify([shelf(form), location.pathname + location.search]))); }
    if (form.method === "post") form.setAttribute("aria-busy", "true");
  }, true);
  addEventListener("pageshow", () => all("form[aria-busy]").forEach((form) => form.removeAttribute("aria-busy")));

  /* --- Signed out, cut off ------------------------------------------------------------------------ */
  const askToSignIn = () => {
    const dialog = one("#signed-out"), link = one("[data-sign-in]");
    if (!dialog || dialog.open) return;
    link.href = `${link.pathname}?next=${encodeURIComponent(location.pathname + location.search)}`;
    all("form[data-keep]").forEach(keep);
    dialog.showModal();
  };
  const offline = one("#offline");
  let retryAt = 0;
  const lose = (seconds) => {
    retryAt = performance.now() + seconds * 1000;
    write(one("[data-retry-in]"), String(seconds));
    if (offline) offline.hidden = false;
    all(".live").forEach((sign) => sign.classList.add("is-lost"));
  };
  const find = () => {
    if (offline) offline.hidden = true;
    all(".live").forEach((sign) => sign.classList.remove("is-lost"));
  };
  setInterval(() => {
    if (offline && !offline.hidden) write(one("[data-retry-in]"), String(Math.max(0, Math.ceil((retryAt - performance.now()) / 1000))));
  }, 1000);

  /* --- Live pages: asked every 3 s, an ETag says whether anything changed -------------------- */
  const BACKOFF = [1, 2, 5, 10, 30];
  const follow = (element) => {
    let tag = element.dataset.etag ?? "", failures = 0, timer = 0;
    const ask = async () => {
      clearTimeout(timer);
      if (!element.isConnected) return;
      try {
        const answer = await fetch(element.dataset.live, { headers: { "HX-Request": "true", ...(tag && { "If-None-Match": tag }) }, cache: "no-store", redirect: "manual" });
        if (answer.status === 401 || answer.type === "opaqueredirect") return askToSignIn();
        if (answer.status === 404) return;
        if (!answer.ok && answer.status !== 304) throw new Error(answer.status);
        hear(answer.headers.get("Date"));
        failures = 0;
        find();
        if (answer.status === 200) { tag = answer.headers.get("ETag") ?? ""; take(await answer.text()); }
        timer = setTimeout(ask, doc.hidden ? 30000 : 3000);
      } catch {
        const seconds = BACKOFF[Math.min(failures++, BACKOFF.length - 1)];
        if (failures > 1) lose(seconds);
        timer = setTimeout(ask, seconds * 1000);
      }
    };
    element.ask = ask;
    timer = setTimeout(ask, 3000);
  };
  const take = (html) => {
    if (!html.trim() || !window.htmx) return;
    htmx.swap(body, html, { swapStyle: "none" });
    wind();
    count();
  };
  const askAll = () => all("[data-live]").forEach((element) => element.ask?.());
  doc.addEventListener("visibilitychange", () => { if (!doc.hidden) askAll(); });
  addEventListener("online", askAll);

  const count = () => write(one("[data-picked]"), String(all("[data-rows] tbody :checked").length));

  /* --- The cursor row ---------------------------------------------------------------------------- */
  const rows = () => all("[data-rows] tr[id]").filter(isShown);
  const current = () => one("[data-rows] tr[aria-current]");
  let resting = 0;
  const stand = (row) => {
    if (!row) return;
    current()?.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
    const link = one("a.title", row);
    link?.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    clearTimeout(resting);
    const pane = row.closest("[data-preview]")?.dataset.preview;
    if (!link || !pane || !window.htmx || !isShown(one(pane))) return;
    resting = setTimeout(() => htmx.ajax("GET", `${link.pathname}preview/${link.search}`, { target: pane }), 120);
  };
  const step = (by) => {
    const list = rows(), at = list.indexOf(current());
    stand(list[at < 0 ? 0 : Math.min(list.length - 1, Math.max(0, at + by))]);
  };
  const rowKeys = {
    j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1),
    x: () => { const box = current() && one("[type=checkbox]", current()); box?.click(); },
    o: () => { const link = current() && one("a.title", current()); if (link) location.assign(link.href); },
  };
  rowKeys.Enter = rowKeys.o;

  /* --- Keys: one table for what they do and for what "?" lists ------------------------------ */
  const switchedOff = () => { try { return localStorage.getItem("keys") === "off"; } catch { return false; } };
  const target = (key) => all("[data-key]").find((element) => element.dataset.key === key && isShown(element));
  const act = (element) => { if (is(element, "input, textarea, select")) { element.focus(); element.select?.(); } else element.click(); };
  const listKeys = () => {
    const list = one("[data-key-list]");
    all("[data-when]", list).forEach((term) => {
      const applies = one(term.dataset.when) !== null;
      term.hidden = term.nextElementSibling.hidden = !applies;
    });
    all("[data-own]", list).forEach((own) => own.remove());
    const seen = new Set();
    for (const element of all("[data-key]").filter(isShown)) {
      if (seen.has(element.dataset.key)) continue;
      seen.add(element.dataset.key);
      const term = doc.createElement("dt"), meaning = doc.createElement("dd");
      term.dataset.own = meaning.dataset.own = "";
      term.append(...element.dataset.key.split(" ").flatMap((letter, place) => {
        const cap = doc.createElement("kbd");
        cap.textContent = letter;
        return place ? [" ", cap] : [cap];
      }));
      const copy = element.cloneNode(true);
      all("kbd", copy).forEach((cap) => cap.remove());
      meaning.textContent = element.dataset.keyLabel || element.placeholder || element.getAttribute("aria-label") || copy.textContent.trim();
      list.append(term, meaning);
    }
  };
  const openDialog = (id) => {
    const dialog = one(`#${CSS.escape(id)}`);
    if (id === "keys" && dialog) listKeys();
    dialog?.showModal?.();
  };
  let first = "", firstAt = 0;
  doc.addEventListener("keydown", (event) => {
    const { key } = event, field = is(event.target, "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
    if (key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = is(event.target, "form"), button = form && all("[data-send], [type=submit], button:not([type])", form).find(isShown);
      if (button && is(event.target, "textarea")) { event.preventDefault(); form.requestSubmit(button); }
      return;
    }
    if (key === "Escape") { if (!one("dialog[open]")) escape(event.target, field); return; }
    if (event.ctrlKey && key === "k" && target("/")) { event.preventDefault(); act(target("/")); return; }
    if (field || event.ctrlKey || event.metaKey || event.altKey || one("dialog[open]") || !body.hasAttribute("data-keys")) return;
    if (key === "?") { event.preventDefault(); openDialog("keys"); return; }
    const isArrow = key.startsWith("Arrow") || key === "Enter";
    if (switchedOff() && !isArrow) return;
    if (rowKeys[key] && one("[data-rows]") && !(isArrow && event.target !== body && !is(event.target, "[data-rows]")) && !(key === "Enter" && is(event.target, "a, button, summary"))) {
      event.preventDefault();
      rowKeys[key]();
      return;
    }
    const pair = performance.now() - firstAt < 1200 ? `${first} ${key}` : "";
    const found = (pair && target(pair)) || target(event.shiftKey && key.length === 1 ? `Shift ${key.toUpperCase()}` : key) || target(key);
    first = key;
    firstAt = performance.now();
    if (found) { event.preventDefault(); first = ""; act(found); }
  });
  const escape = (element, field) => {
    const menu = one("details.menu[open]");
    if (menu) { menu.open = false; one("summary", menu).focus(); }
    else if (field) element.blur();
    else all("[data-rows] :checked").forEach((box) => box.click());
  };

  /* --- Clicks: copy, dialogs, retry ------------------------------------------------------------- */
  const copy = async (button) => {
    if (navigator.clipboard) await navigator.clipboard.writeText(button.dataset.copy);
    else {  // not a secure context: a plain address on the local network
      getSelection().selectAllChildren(button.previousElementSibling ?? button);
      doc.execCommand("copy");
    }
    const use = one("use", button), before = use?.getAttribute("href");
    announce(live?.dataset.copied);
    if (!use || button.dataset.done) return;
    button.dataset.done = "yes";
    use.setAttribute("href", before.replace(/#.*/, "#i-check"));
    setTimeout(() => { use.setAttribute("href", before); delete button.dataset.done; }, 2000);
  };
  doc.addEventListener("click", (event) => {
    const copied = is(event.target, "[data-copy]"), opener = is(event.target, "[data-open]");
    if (copied) copy(copied).catch(() => {});
    if (opener) { is(opener, "details.menu")?.removeAttribute("open"); openDialog(opener.dataset.open); }
    const writer = is(event.target, "[data-write]"), readers = writer && one(`.composer [value=${writer.dataset.write}]`);
    if (readers) { event.preventDefault(); readers.click(); one("textarea", readers.form).focus(); }
    const row = is(event.target, "[data-rows] tr[id]");
    if (row && !is(event.target, "a, button, input, label")) stand(row);
    if (is(event.target, "[data-retry]")) askAll();
    if (is(event.target, "[data-print]")) print();
    if (is(event.target, "[data-resend]")) { one("#not-sent").hidden = true; unsent?.requestSubmit?.(); }
    if (!is(event.target, "details.menu")) all("details.menu[open]").forEach((menu) => { menu.open = false; });
  });
  doc.addEventListener("change", ({ target: box }) => {
    if (is(box, "[data-keys-on]")) try { localStorage.setItem("keys", box.checked ? "on" : "off"); } catch { /* stays as it is */ }
    const everyone = is(box, "[data-check-all]");
    if (everyone) all("[data-rows] [type=checkbox]").forEach((other) => { other.checked = box.checked; });
    const late = box.closest?.("[data-outdates]")?.dataset.outdates;  // the last choice counts, not a late answer
    if (late) { window.htmx?.trigger(late, "htmx:abort"); one(`[data-said-of="${late}"]`)?.remove(); }
    count();
  });

  /* --- htmx: token, busy marks, refusals, focus after a swap ---------------------------------- */
  let unsent = null;
  doc.addEventListener("htmx:configRequest", ({ detail }) => { if (detail.verb !== "get") detail.headers["X-CSRFToken"] = csrf(); });
  doc.addEventListener("htmx:beforeRequest", ({ detail }) => detail.target?.setAttribute("aria-busy", "true"));
  doc.addEventListener("htmx:afterRequest", ({ detail }) => {
    detail.target?.removeAttribute("aria-busy");
    const form = is(detail.elt, "form");
    form?.removeAttribute("aria-busy");
    if (form?.dataset.keep && detail.successful) { forget(shelf(form)); forget(SENT); }
  });
  const failed = ({ detail }) => {
    if (detail.xhr?.status === 401) return askToSignIn();
    const notice = one("#not-sent");
    if (detail.requestConfig?.verb === "get" || !notice) return lose(10);
    unsent = is(detail.elt, "form");
    notice.hidden = false;
  };
  doc.addEventListener("htmx:responseError", failed);
  doc.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {  // what is selected stays selected
    const kept = one("[type=checkbox]:checked", detail.target), box = kept && one("[type=checkbox]", detail.fragment);
    if (box) box.checked = true;
  });
  doc.addEventListener("htmx:sendError", failed);
  doc.addEventListener("htmx:load", ({ detail }) => prepare(detail.elt));
  doc.addEventListener("htmx:beforeSwap", (event) => {
    const landed = event.detail.xhr.responseURL, door = one("[data-sign-in]");
    if (!landed || !door || new URL(landed).pathname !== door.pathname || location.pathname === door.pathname) return;
    event.detail.shouldSwap = false;
    askToSignIn();
  });
  doc.addEventListener("htmx:afterSettle", ({ detail }) => {
    const asked = one("[data-focus]", detail.elt.parentElement ?? doc);
    if (asked && detail.elt.contains(asked)) asked.focus();
    else if (doc.activeElement === body && detail.requestConfig?.elt && !detail.requestConfig.elt.isConnected) {
      const next = one("[data-focus-next]") ?? one("h1, h2", detail.elt) ?? one("h1");
      next?.setAttribute("tabindex", "-1");
      next?.focus({ preventScroll: true });
    }
  });

  /* --- The start --------------------------------------------------------------------------------- */
  const prepare = (within) => {
    all("[data-live]", within).concat(within.matches?.("[data-live]") ? within : []).forEach((element) => { if (!element.ask) follow(element); });
    all("form[data-keep]", within).concat(within.matches?.("form[data-keep]") ? within : []).forEach(restore);
    all(".files", within).forEach(name);
    all("[data-scripted]", within).forEach((element) => { element.hidden = false; });
    all("input[data-keys-on]", within).forEach((box) => { box.checked = !switchedOff(); });
  };
  settle();
  prepare(doc);
  wind();
  count();
  one("[data-focus]")?.focus();
})();
