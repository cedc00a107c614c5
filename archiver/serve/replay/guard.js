// The service worker of the replay origin. It stands before the viewer's own worker and sees to it that every
// answer which that one makes carries our headers: the viewer's own policy lets pages open sockets to anyone.
"use strict";

const HEADERS = /* made by the server */ {};
const PAGE = new URL("./", self.location).pathname;
const FIRST_SCRIPT = "/static/wombat.js"; // of every archived page, put there by the viewer
// Connection-Allowlist stops WebRTC, but Chromium 156 ends a page that tries. Pages that ask first go on without.
const CALM = 'for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection"]) delete self[name];\n';

self.addEventListener("fetch", (event) => {
  // Our page comes from our server; an archived page is shown in a frame or not at all.
  const isPage = new URL(event.request.url).pathname === PAGE;
  if (isPage || event.request.destination === "document") event.stopImmediatePropagation();
});

async function guarded(promised, url) {
  const answer = await promised;
  if (!answer || answer.status === 0) return answer; // an error, or another origin's: nothing to read in it
  const headers = new Headers(answer.headers);
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  const isFirst = new URL(url).pathname.endsWith(FIRST_SCRIPT);
  const body = isFirst ? new Blob([CALM, await answer.blob()]) : answer.body;
  return new Response(body, { status: answer.status, statusText: answer.statusText, headers });
}

if (self.FetchEvent) { // not there where the viewer runs this as a plain worker, to read a package's index
  const respondWith = FetchEvent.prototype.respondWith;
  FetchEvent.prototype.respondWith = function (answer) {
    respondWith.call(this, guarded(answer, this.request.url));
  };
}

importScripts("viewer.js");
