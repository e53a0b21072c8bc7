// Opens sources, copies answers, names live regions. No request leaves this script.
(() => {
  "use strict";
  const spoken = location.pathname.replace(/\/+$/, "").split("/").pop();
  document.documentElement.lang = spoken === "es" ? "es" : "en";
  let lastCitation = null;

  function openSource(button) {
    const source = document.getElementById(button.dataset.source);
    if (!source) return;
    lastCitation = button;
    const turn = source.closest(".vm-side-turn");
    for (const other of turn.parentElement.children) other.hidden = other !== turn;
    for (const other of turn.querySelectorAll("details.vm-source")) other.open = other === source;
    for (const mark of source.querySelectorAll("mark")) {
      mark.classList.toggle("vm-target", mark.dataset.span === button.dataset.mark);
    }
    for (const other of document.querySelectorAll(".vm-cite[aria-current]")) {
      other.removeAttribute("aria-current");
    }
    button.setAttribute("aria-current", "true");
    const box = source.querySelector(".vm-document");
    const mark = source.querySelector("mark.vm-target") || source.querySelector("mark");
    if (box && mark) {
      const gap = mark.getBoundingClientRect().top - box.getBoundingClientRect().top;
      box.scrollTop += gap - box.clientHeight / 3;
    }
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    source.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
    source.querySelector("summary").focus({ preventScroll: true });
  }

  async function copy(button) {
    const text = button.dataset.copy;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    const before = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = before; }, 1500);
  }

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const cite = target?.closest(".vm-cite");
    if (cite) return openSource(cite);
    const copying = target?.closest(".vm-copy");
    if (copying) return void copy(copying);
    if (target?.closest(".vm-back") && lastCitation?.isConnected) {
      lastCitation.focus();
      lastCitation.scrollIntoView({ block: "center" });
    }
  });

  function nameRegions() {
    for (const status of document.querySelectorAll("[id$='-status']")) {
      if (!status.hasAttribute("aria-live")) {
        status.setAttribute("role", "status");
        status.setAttribute("aria-live", "polite");
      }
    }
  }
  new MutationObserver(nameRegions).observe(document, { childList: true, subtree: true });
})();
