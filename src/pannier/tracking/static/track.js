// The page is complete without this script; it only keeps times fresh and shows the last leg.
const body = document.body;
const base = `/t/${encodeURIComponent(body.dataset.token)}`;
const byId = (id) => document.getElementById(id);
let map = null;
let spoken = 0;

function clock(iso, zone) {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(new Date(iso));
}

function metres(a, b) {
  const rad = Math.PI / 180;
  const x = (b.lon - a.lon) * rad * Math.cos(((a.lat + b.lat) / 2) * rad);
  const y = (b.lat - a.lat) * rad;
  return 6371008.8 * Math.hypot(x, y);
}

function inWords(state) {
  const minutes = Math.max(1, Math.round((new Date(state.eta.at) - new Date(state.now)) / 60000));
  return `in about ${minutes} ${minutes === 1 ? "minute" : "minutes"}`;
}

function showTimes(state) {
  const when = byId("when");
  if (!state.eta || !when || Date.now() - spoken < 60000) return;
  spoken = Date.now();
  const big = when.querySelector(".big");
  const early = clock(state.eta.early, state.zone);
  const late = clock(state.eta.late, state.zone);
  if (big) big.textContent = early === late ? early : `${early} – ${late}`;
  let words = when.querySelector(".words");
  if (!words) {
    words = document.createElement("p");
    words.className = "words muted";
    when.append(words);
  }
  words.textContent = state.phase === "next" ? `That is ${inWords(state)}.` : "";
}

const onScreen = (element) =>
  new Promise((done) => {
    const watch = new IntersectionObserver((seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      watch.disconnect();
      done();
    });
    watch.observe(element);
  });

// The map is asked for once, when the last leg is in sight; where it cannot be had, the strip stays.
async function openMap(state) {
  const place = byId("map");
  place.classList.add("waiting");
  place.hidden = false;
  try {
    await onScreen(place);
    const module = await import(body.dataset.map);
    const opened = await module.showLastLeg(place, state);
    byId("leg").querySelector(".strip").toggleAttribute("hidden", true);
    place.classList.remove("waiting");
    return opened;
  } catch {
    place.hidden = true;
    return null;
  }
}

function showMap(state) {
  if (!body.dataset.map || navigator.connection?.saveData) return;
  map ??= openMap(state);
  map.then((opened) => opened?.update(state));
}

function showStrip(state) {
  const far = metres(state.rider, state.you);
  const leg = byId("leg");
  let strip = leg.querySelector(".strip");
  if (!strip) {
    leg.insertAdjacentHTML("afterbegin", '<svg class="strip" viewBox="0 0 300 56" role="img" aria-label="The last leg to you"><line x1="12" y1="34" x2="288" y2="34" stroke="var(--line)" stroke-width="6" stroke-linecap="round"/><line class="done" x1="12" y1="34" x2="12" y2="34" stroke="var(--brand)" stroke-width="6" stroke-linecap="round"/><path d="M276 30l12-10 12 10v14h-24z" fill="var(--text)" transform="translate(-6 -6)"/><circle class="at" cx="12" cy="34" r="9" fill="var(--brand)"/></svg>');
    strip = leg.querySelector(".strip");
    strip.dataset.most = String(Math.max(far, 100));
  }
  const most = Math.max(Number(strip.dataset.most), far);
  strip.dataset.most = String(most);
  const x = 12 + 256 * (1 - far / most);
  strip.querySelector(".done").setAttribute("x2", x.toFixed(1));
  strip.querySelector(".at").setAttribute("cx", x.toFixed(1));
}

function showRider(state) {
  const near = byId("near");
  near.hidden = !(state.rider && state.you);
  if (near.hidden) return;
  showStrip(state);
  showMap(state);
  const far = Math.max(50, Math.round(metres(state.rider, state.you) / 50) * 50);
  byId("near-text").textContent = `${state.rider_first_name || "The rider"} is about ${far} m away as the crow flies, as of ${clock(state.rider.at, state.zone)}. Positions are rounded to 50 m.`;
}

// Another phase, a time that was found or has passed: the server writes those anew.
const turned = (state) =>
  state.phase !== body.dataset.phase ||
  (state.later ? "yes" : "no") !== body.dataset.later ||
  (state.eta ? "yes" : "no") !== body.dataset.timed;

function take(state) {
  if (turned(state) || Boolean(state.pin) !== Boolean(document.querySelector(".pin"))) {
    location.reload();
    return;
  }
  showTimes(state);
  if (state.later) byId("later").textContent = state.later;
  showRider(state);
  byId("fresh").firstChild.textContent = `As of ${clock(state.now, state.zone)} (${state.zone.replace("_", " ")}). `;
}

const over = ["delivered", "partially_delivered", "returned", "cancelled", "lost"];
if (body.dataset.token && !over.includes(body.dataset.phase)) {
  const source = new EventSource(`${base}/stream`);
  source.addEventListener("state", (event) => take(JSON.parse(event.data)));
}
