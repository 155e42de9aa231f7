// What the pages need beyond markup: search by keyboard, forms sent once, yuan on leaving the field, columns, charts.
(function () {
  "use strict";
  const words = document.body.dataset;
  const $ = (selector, root) => (root || document).querySelector(selector);
  const $$ = (selector, root) => Array.from((root || document).querySelectorAll(selector));

  function say(text) {
    const live = $("#live");
    if (live) { live.textContent = ""; window.setTimeout(() => { live.textContent = text; }, 50); }
  }

  // --- search: "/" focuses, three typed letters ask (two Chinese characters suffice), arrows choose, Enter opens ---
  function search(form) {
    const box = $("input[type=search]", form);
    const list = $(".search-hits", form);
    const options = () => $$("[role=option]", list);
    const enough = (text) => (/[^\x00-\x7f]/.test(text) ? text.trim().length >= 2 : text.trim().length >= 3);
    const close = () => { list.replaceChildren(); mark(-1); box.setAttribute("aria-expanded", "false"); };
    const at = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");

    function mark(index) {
      options().forEach((option, n) => option.setAttribute("aria-selected", String(n === index)));
      const chosen = options()[index];
      if (chosen) { box.setAttribute("aria-activedescendant", chosen.id); chosen.scrollIntoView({ block: "nearest" }); }
      else { box.removeAttribute("aria-activedescendant"); }
    }

    const open = (option) => window.location.assign(option.dataset.url);
    list.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus in the box
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) { open(option); }
    });

    box.addEventListener("htmx:beforeRequest", (event) => {
      if (!enough(box.value)) { event.preventDefault(); close(); }
    });
    list.addEventListener("htmx:afterSwap", () => {
      const found = options().length;
      box.setAttribute("aria-expanded", String(found > 0));
      say(found ? `${found} ${words.wordsFound}` : list.textContent.trim());
    });
    box.addEventListener("keydown", (event) => {
      const found = options();
      if (event.key === "Escape") { close(); return; }
      if (event.isComposing || !found.length) { return; }
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        mark((at() + step + found.length) % found.length);
      } else if (event.key === "Enter" && at() >= 0) {
        event.preventDefault();
        open(found[at()]);
      }
    });
    form.addEventListener("focusout", (event) => {
      if (!form.contains(event.relatedTarget)) { window.setTimeout(close, 150); }
    });
    form.addEventListener("submit", (event) => { if (!box.value.trim()) { event.preventDefault(); } });
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        box.focus();
        box.select();
      }
    });
  }

  // --- forms: the second click of an impatient hand does nothing; the server guards the rest ---
  function sendOnce(form) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "yes";
      const button = event.submitter || $("button:not([type=button])", form);
      if (button) { button.setAttribute("aria-busy", "true"); say(words.wordsBusy); }
    });
  }
  window.addEventListener("pageshow", () => $$("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    $$("[aria-busy]", form).forEach((button) => button.removeAttribute("aria-busy"));
  }));

  function yuan(box) {
    box.addEventListener("blur", () => {
      const match = /^(-?)(\d{1,13})(?:\.(\d{1,2}))?$/.exec(box.value.trim().replace(/^¥/, "").replace(/,/g, ""));
      if (match) {
        box.value = match[1] + match[2].replace(/\B(?=(\d{3})+$)/g, ",") + "." + (match[3] || "").padEnd(2, "0");
      }
    });
  }

  function columns(form) {
    form.addEventListener("submit", () => {
      const chosen = $$("input[type=checkbox]:checked", form).map((box) => box.value);
      form.elements.columns.value = [form.dataset.columns].concat(chosen).join(",");
    });
  }

  // --- charts: data in the page, drawing here; every chart has its table beside it ---
  const TONES = { green: "#2f9e63", yellow: "#e0a100", red: "#d0342c", none: "#94a1af", brand: "#1f5aa6", first: "#5b6b7c", second: "#2b8a9d", third: "#1f5aa6" };

  function draw(place) {
    const spec = JSON.parse($("#" + CSS.escape(place.dataset.chart)).textContent);
    const chart = window.echarts.init(place, null, { renderer: "svg", locale: document.documentElement.lang === "en" ? "EN" : "ZH" });
    const stacked = spec.kind === "stack";
    const wide = (text) => Array.from(text).reduce((sum, letter) => sum + (letter > "\u2e80" ? 12 : 7), 0);
    const room = 44 + Math.max(...spec.series.map((series) => wide(series.name)));  // of a line's label at its end
    chart.setOption({
      animation: false,
      aria: { enabled: true, label: { description: spec.title }, decal: { show: stacked } },
      color: spec.series.map((series) => TONES[series.tone] || TONES.brand),
      grid: { left: 8, right: spec.kind === "line" ? room : 16, top: 16, bottom: spec.kind === "line" ? 8 : 40, containLabel: true },
      legend: spec.kind === "line" ? { show: false } : { bottom: 0, icon: "roundRect" },
      tooltip: { trigger: "axis", renderMode: "richText", confine: true },
      xAxis: { type: "category", data: spec.x, boundaryGap: spec.kind !== "line", axisTick: { show: false }, axisLabel: { hideOverlap: true } },
      yAxis: { type: "value", min: 0, minInterval: 1, splitNumber: 4, scale: false },
      series: spec.series.map((series) => ({
        name: series.name,
        type: spec.kind === "line" ? "line" : "bar",
        stack: stacked ? "all" : undefined,
        data: series.data,
        step: series.step ? "end" : false,
        showSymbol: false,
        lineStyle: { width: 2, type: series.dash || "solid" },
        endLabel: { show: spec.kind === "line", formatter: "{a} {c}", color: "#17212d", fontSize: 12 },
        labelLayout: { moveOverlap: "shiftY" },
      })),
    });
    new ResizeObserver(() => chart.resize()).observe(place);
    window.addEventListener("beforeprint", () => chart.resize());
  }

  function prepare(root) {
    $$("form[data-search]", root).forEach(search);
    $$("form[data-once]", root).forEach(sendOnce);
    $$("input[data-yuan]", root).forEach(yuan);
    $$("form[data-columns]", root).forEach(columns);
    if (window.echarts) { $$("[data-chart]", root).forEach(draw); }
  }
  prepare(document);
  document.body.addEventListener("htmx:load", (event) => { if (event.detail.elt !== document.body) { prepare(event.detail.elt); } });
  document.body.addEventListener("htmx:sendError", () => say(words.wordsFailed));
  document.body.addEventListener("htmx:responseError", () => say(words.wordsFailed));
  const errors = $("#errors");
  if (errors) { errors.focus(); }
})();
