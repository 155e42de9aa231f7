"use strict";
// Ticks every row on the page, or none. Without it rows are ticked one by one.
document.querySelectorAll("form[data-tick]").forEach((form) => {
  const button = form.querySelector("[data-tick-all]");
  button.hidden = false;
  button.addEventListener("click", () => {
    const boxes = Array.from(form.elements).filter((box) => box.name === "row");
    const all = boxes.every((box) => box.checked);
    boxes.forEach((box) => { box.checked = !all; });
  });
});
