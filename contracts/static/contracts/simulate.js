// Bars on a month that can be dragged and resized; each move is written into the row's own fields,
// so that the form, its address and what it comes to are always one and the same.
(() => {
  const STEP = 15, DAY = 1440, MINUTE = 60000, PARTIES = ["manufacturer", "publisher", "client", "third_party"];
  const svg = document.querySelector("svg.month"), form = document.getElementById("simulation");
  if (!svg || !form) return;
  const first = Date.parse(`${svg.dataset.first}T00:00Z`), whole = Number(svg.dataset.minutes);
  const width = svg.viewBox.baseVal.width, height = Number(svg.dataset.bar), least = 14;
  document.querySelectorAll("[data-scripted]").forEach((each) => { each.hidden = false; });

  const row = (bar) => form.querySelector(`tr[data-row="${bar.dataset.row}"]`);
  const field = (bar, name) => row(bar).querySelector(`[name="${name}"]`);
  const minute = (input) => (Date.parse(`${input.value}Z`) - first) / MINUTE;
  const written = (at) => new Date(first + at * MINUTE).toISOString().slice(0, 16);
  const within = (low, at, high) => Math.min(Math.max(at, low), high);

  const draw = (bar) => {
    const begins = minute(field(bar, "start")), ends = minute(field(bar, "end"));
    if (!(ends >= begins)) return;
    const x = begins * width / whole, long = Math.max((ends - begins) * width / whole, 2), wide = Math.max(long, least);
    const grasp = bar.querySelector(".grasp");
    let y = Number(grasp.getAttribute("y"));
    grasp.setAttribute("x", x - (wide - long) / 2);
    grasp.setAttribute("width", wide);
    bar.querySelectorAll("[data-party]").forEach((part) => {
      part.setAttribute("x", x);
      part.setAttribute("width", long);
      if (!PARTIES.includes(part.dataset.party)) return;
      const share = within(0, Number(field(bar, part.dataset.party).value) || 0, 100) * height / 100;
      part.setAttribute("y", y);
      part.setAttribute("height", share);
      y += share;
    });
    bar.setAttribute("aria-valuenow", Math.round(begins));
    bar.setAttribute("aria-valuetext", [begins, ends].map((at) =>
      new Date(first + at * MINUTE).toLocaleString(document.documentElement.lang, { timeZone: "UTC", dateStyle: "medium", timeStyle: "short" })).join(" – "));
  };

  let asking = 0;
  const tell = () => {
    clearTimeout(asking);
    asking = setTimeout(() => form.dispatchEvent(new Event("change", { bubbles: true })), 60);
  };
  const put = (bar, begins, ends) => {
    field(bar, "start").value = written(begins);
    field(bar, "end").value = written(ends);
    draw(bar);
    tell();
  };
  const snapped = (at) => Math.round(at / STEP) * STEP;
  const move = (bar, from, by, part) => {
    const { begins, ends } = from;
    if (part === "start") put(bar, within(0, snapped(begins + by), ends - STEP), ends);
    else if (part === "end") put(bar, begins, within(begins + STEP, snapped(ends + by), whole));
    else {
      const start = within(0, snapped(begins + by), whole - (ends - begins));
      put(bar, start, start + ends - begins);
    }
  };
  const now = (bar) => ({ begins: minute(field(bar, "start")), ends: minute(field(bar, "end")) });
  const place = (event) => {
    const box = svg.getBoundingClientRect();
    return (event.clientX - box.left) * whole / box.width;
  };
  const partAt = (bar, event) => {
    const box = bar.querySelector(".grasp").getBoundingClientRect(), edge = Math.min(10, box.width * .3);
    if (event.clientX < box.left + edge) return "start";
    return event.clientX > box.right - edge ? "end" : "whole";
  };

  let dragged = null;
  svg.addEventListener("pointerdown", (event) => {
    const bar = event.target.closest(".bar");
    if (!bar || event.button) return;
    event.preventDefault();
    bar.focus();
    svg.setPointerCapture(event.pointerId);
    bar.classList.add("is-dragged");
    dragged = { bar, from: now(bar), at: place(event), part: partAt(bar, event) };
  });
  svg.addEventListener("pointermove", (event) => {
    if (dragged) move(dragged.bar, dragged.from, place(event) - dragged.at, dragged.part);
    else {
      const bar = event.target.closest(".bar");
      bar?.classList.toggle("at-end", partAt(bar, event) !== "whole");
    }
  });
  const release = () => {
    dragged?.bar.classList.remove("is-dragged");
    dragged = null;
  };
  svg.addEventListener("pointerup", release);
  svg.addEventListener("pointercancel", release);
  svg.addEventListener("keydown", (event) => {
    const bar = event.target.closest(".bar");
    const by = { ArrowLeft: -STEP, ArrowDown: -STEP, ArrowRight: STEP, ArrowUp: STEP, PageUp: DAY, PageDown: -DAY }[event.key];
    if (!bar || !by || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    move(bar, now(bar), by, event.shiftKey ? "end" : "whole");
  });
  form.addEventListener("input", ({ target }) => {
    const of = target.closest("tr[data-row]");
    const bar = of && svg.querySelector(`.bar[data-row="${of.dataset.row}"]`);
    if (bar) draw(bar);
  });
})();
