// A first service worker can come too late for the page that asked for it. Then the page is loaded again, once.
"use strict";

const KEY = "loaded again: " + location.search;
const PATIENCE = 8000; // milliseconds

function deepFrame(root) {
  for (const element of root.querySelectorAll("*")) {
    if (element.localName === "iframe") return element;
    const inside = element.shadowRoot && deepFrame(element.shadowRoot);
    if (inside) return inside;
  }
  return null;
}

setTimeout(() => {
  if (deepFrame(document) || sessionStorage.getItem(KEY)) {
    sessionStorage.removeItem(KEY);
    return;
  }
  sessionStorage.setItem(KEY, "1");
  location.reload();
}, PATIENCE);
