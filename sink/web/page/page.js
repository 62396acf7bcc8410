// page.js -- the page: its address, what it asks, what it follows, and what
// the keyboard does.

import { Claims, Section, latest, looks } from "./board.js";
import { ask, Feed, Refused, send, seqOf, whileSeen } from "./live.js";
import { Panel } from "./panel.js";
import { FILTERS, queryOf, Search } from "./search.js";
import { Strip } from "./strip.js";
import { clean, h, some, words } from "./text.js";

const FRAME = 250;     // ms between two redrawings
const BACKLOG = 2000;  // claims that wait while the page is not seen
const ANNOUNCE = 30000; // ms between two announcements of what is new

const $ = (id) => document.getElementById(id);

// ---- the address ----

/** What stands behind the "#"; as it is when it is no percent-encoding. */
function fragment(hash) {
	try {
		return decodeURIComponent(hash.slice(1));
	} catch {
		return hash.slice(1);
	}
}

/** What an address shows: { filters, claim, article, mention }. */
function viewOf(url) {
	const p = url.searchParams ?? new URLSearchParams(url.search);
	const filters = {};

	for (const name of Object.keys(FILTERS))
		if (p.get(name)?.trim())
			filters[name] = p.get(name).trim();
	return { filters, claim: p.get("claim"), article: p.get("article"),
		mention: fragment(url.hash) };
}

function address(filters, more = {}, mention = "") {
	const q = queryOf({ ...filters, ...more });

	return "/" + (q === "" ? "" : "?" + q) +
	    (mention ? "#" + encodeURIComponent(mention) : "");
}

let view = viewOf(location);
const opened = (v) => v.claim !== null || v.article !== null;

/** How the addresses of what is on the page are made. */
const to = {
	claim: (id) => address(view.filters, { claim: id }),
	article: (name, mention) => address(view.filters, { article: name },
	    mention),
	filter: (filters) => address(filters),
};

const keyOf = (node) => node?.closest?.("[data-key]")?.dataset.key ?? null;

/** Go to an address of this page.  The history remembers what had the focus
 * and how many steps lie between what is opened and the board. */
function go(url, replace = false) {
	const next = viewOf(new URL(url, location));
	const old = history.state ?? {};
	const state = replace ? old : { back: opened(view),
		depth: opened(next) ? (old.depth ?? 0) + 1 : 0,
		born: opened(next) && old.born };

	if (!replace)
		history.replaceState({ ...old,
			focus: keyOf(document.activeElement) }, "");
	history[replace ? "replaceState" : "pushState"](state, "", url);
	apply(null);
}

/** Close what is opened: back to the board it was opened from. */
function close() {
	const { depth = 0, born } = history.state ?? {};

	if (depth > 0 && !born)
		history.go(-depth);
	else
		go(address(view.filters));
}

/** Make the page what its address says; key: what gets the focus. */
function apply(key) {
	const before = view;

	view = viewOf(location);
	if (queryOf(view.filters) !== queryOf(before.filters)) {
		search.show(view.filters);
		load();
	}
	if (opened(view)) {
		panel.open(view, { key, back: history.state?.back });
	} else if (opened(before)) {
		panel.hide();
		focus(key);
	}
}

function focus(key) {
	const all = key ? [...document.querySelectorAll("[data-key]")] : [];

	(all.find((n) => n.dataset.key === key) ?? $("board"))
	    .focus({ preventScroll: !key });
}

window.addEventListener("popstate", (e) => apply(e.state?.focus ?? null));

document.addEventListener("click", (e) => {
	const a = e.target.closest?.("a[data-go]");

	if (!a || e.button !== 0 || e.ctrlKey || e.metaKey || e.shiftKey ||
	    e.altKey)
		return;
	e.preventDefault();
	go(a.getAttribute("href"));
});

// ---- who speaks ----

const roles = new Map();  // speaker: role
const names = new Map();  // speaker: name
const asked = new Set();  // speakers that were asked for
const unknown = [];

function know(s) {
	roles.set(s.id, clean(s.role ?? ""));
	names.set(s.id, s.name);
	asked.add(s.id);
}

/** The role of a speaker; asked for, one at a time, when it is not known. */
function role(speaker) {
	if (!asked.has(speaker.id) && unknown.length < 50) {
		asked.add(speaker.id);
		unknown.push(speaker.id);
		if (unknown.length === 1)
			setTimeout(inquire, 300);
	}
	return roles.get(speaker.id) ?? "";
}

async function inquire() {
	while (unknown.length > 0) {
		try {
			know(await ask("/speakers/" + unknown[0]));
		} catch (e) {
			if (!(e instanceof Refused))
				throw e;
		}
		unknown.shift();
	}
	if (asked.size > 5000)
		[roles, names, asked].forEach((m) => m.clear());
	redraw();
}

// ---- the board ----

const claims = new Claims();
const look = looks(to, role);
const wall = () => window.innerWidth >= 2200;
const sections = {
	moved: new Section("moved", () => wall() ? 8 : 6, look.moves),
	saying: new Section("saying", () => wall() ? 25 : 13, look.speakers),
	several: new Section("several", () => wall() ? 14 : 10,
	    look.claims("several", true)),
	disputed: new Section("disputed", 8, look.claims("disputed", true)),
	gone: new Section("gone", 8, look.claims("gone", true)),
	found: new Section("found", 300, look.claims("found", true)),
};
let moved = [];      // as latest() gives them
let cursor = null;   // of what is found: where there is more
let loaded = false;

/** Draw what is known; anew: whatever the reader does. */
function draw(anew = false) {
	const filtered = queryOf(view.filters) !== "";
	const nothing = loaded && !filtered && claims.size === 0;

	$("board").dataset.view = nothing ? "empty" : filtered ? "found" : "all";
	$("empty").hidden = !nothing;
	sections.moved.show(moved, anew);
	sections.moved.hidden = filtered && moved.length === 0;
	sections.found.hidden = !filtered;
	sections.saying.hidden = sections.several.hidden = filtered;
	if (filtered) {
		sections.found.show(claims.of("all"), anew);
		sections.disputed.hidden = sections.gone.hidden = true;
		$("further").hidden = cursor === null || claims.size >= 300;
		return;
	}
	sections.saying.show(claims.speakers(wall() ? 24 : 12, 3), anew);
	for (const name of ["several", "disputed", "gone"])
		sections[name].show(claims.of(name), anew);
}

let drawing = 0, drawn = 0;

/** Draw soon: changes that come together are drawn together. */
function redraw() {
	if (drawing || document.hidden)
		return;
	drawing = setTimeout(() => requestAnimationFrame(() => {
		drawing = 0;
		drawn = performance.now();
		take();
		draw();
	}), Math.max(0, FRAME - (performance.now() - drawn)));
}

// ---- asking ----

let loading = null, retry = 0, wait = 1000;

const list = (filters, limit) => ask("/claims?" + queryOf({ ...filters,
	order: "changed", limit }), loading.signal);

const readMoved = () => ask("/moved?" + queryOf({ ...view.filters,
	limit: 40 }), loading.signal);

/** Everything the board shows, as [list, answer]. */
async function readAll() {
	const filtered = queryOf(view.filters) !== "";
	const jobs = [["moved", readMoved()],
		["all", list(view.filters, filtered ? 60 : 120)]];

	if (!filtered)
		jobs.push(["several", list({ min_origins: 2 }, 60)],
		    ["disputed", list({ status: "disputed" }, 20)],
		    ["withdrawn", list({ status: "withdrawn" }, 20)],
		    ["revised", list({ status: "revised" }, 20)]);
	return Object.fromEntries(await Promise.all(jobs.map(async ([n, job]) =>
	    [n, await job])));
}

/** The oldest state among the answers: what came after it may be missing. */
const oldest = (all) => Object.values(all).map((a) => a.id)
    .reduce((a, b) => seqOf(b) < seqOf(a) ? b : a);

function keep(all) {
	const seq = seqOf(oldest(all));

	moved = latest(all.moved.moved);
	claims.load("all", all.all.claims, seq);
	cursor = all.all.next ?? null;
	if (!all.several)
		return;
	const shared = all.all.claims.filter((c) => c.outlets >= 2);
	const ids = new Set(shared.map((c) => c.id));

	claims.load("several", [...shared, ...all.several.claims.filter((c) =>
	    !ids.has(c.id))], seq);
	claims.load("disputed", all.disputed.claims, seq);
	claims.load("gone", [...all.withdrawn.claims, ...all.revised.claims]
	    .sort((a, b) => String(b.last_seen).localeCompare(a.last_seen)),
	seq);
}

/** Read the state and follow from there; quietly: the feed goes on. */
async function load(quietly = false) {
	if (quietly && !loaded)
		return;
	const mine = new AbortController();

	loading?.abort();
	loading = mine;
	clearTimeout(retry);
	if (!quietly) {
		loaded = false;
		feed.stop();
		queue.clear();
	}
	try {
		const all = await readAll();

		if (!quietly)
			claims.clear();
		keep(all);
		loaded = true;
		wait = 1000;
		notice("load", null);
		if (!quietly) {
			feed.start(oldest(all), queryOf(view.filters));
			if (queryOf(view.filters) !== "")
				announce(all.all.next ? "More than " +
				    some(claims.size, "claim") + " match." :
				    some(claims.size, "claim") + " match.");
		}
		draw(!quietly);
	} catch (e) {
		if (!mine.signal.aborted)
			failed(e);
	}
}

/** A question failed: say why, and try again where that may help. */
function failed(e) {
	if (!(e instanceof Refused))
		throw e;
	if (e.status === 401) {
		locked();
		return;
	}
	if (e.status >= 400 && e.status < 500 && e.status !== 429) {
		notice("load", e.message);
		strip.feed = "paused";
		return;
	}
	notice("load", `${e.message} What is shown may be old; trying again.`);
	retry = setTimeout(load, Math.max(wait, (e.retry ?? 0) * 1000));
	wait = Math.min(wait * 2, 15000);
}

$("further").addEventListener("click", async () => {
	try {
		const a = await ask("/claims?" + queryOf({ ...view.filters,
			order: "changed", limit: 60, cursor }));

		claims.extend("all", a.claims, seqOf(a.id));
		cursor = a.next ?? null;
		draw(true);
	} catch (e) {
		failed(e);
	}
});

// ---- following ----

const queue = new Map(); // claim: its last change, in the order they came
let missed = false;      // more came than was kept
let movedTimer = 0, quietTimer = 0;
let fresh = { claims: 0, moved: 0 };

/** Figures have moved: ask which, soon. */
function moveSoon() {
	movedTimer ||= setTimeout(async () => {
		movedTimer = 0;
		try {
			moved = latest((await readMoved()).moved);
			redraw();
		} catch (e) {
			if (e instanceof Refused)
				failed(e);
		}
	}, 600);
}

/** Does it concern a figure that is shown as moved, or make one? */
const movesFigure = (c) => c.type === "claim.revised" || moved.some((m) =>
	[c.claim?.id, c.other?.id].some((id) => id && (id === m.from.id ||
	    id === m.to.id || m.points.some((p) => p.claim === id))));

function told(change) {
	const id = change.claim?.id ?? change.id;

	panel.touched(change);
	if (change.type === "article.new" || change.type === "article.revised")
		news(change);
	if (change.type === "claim.new")
		fresh.claims++;
	if (change.type === "claim.revised")
		fresh.moved++;
	if (movesFigure(change))
		moveSoon();
	queue.delete(id);
	queue.set(id, change);
	if (queue.size > BACKLOG) {
		queue.clear();
		missed = true;
	}
	redraw();
}

/** Take in what has come; all anew when it was more than is kept. */
function take() {
	if (missed) {
		missed = false;
		load();
		return;
	}
	for (const change of queue.values())
		claims.take(change);
	queue.clear();
}

/** Something passed that the filter hid: what is shown may no longer match,
 * since a claim's status and counts change. */
function passed() {
	if (queryOf(view.filters) !== "")
		quietTimer ||= setTimeout(() => {
			quietTimer = 0;
			load(true);
		}, 5000);
}

const feed = new Feed({
	change: told,
	checkpoint: passed,
	reset(reason) {
		notice("reset", "The history of changes begins anew" +
		    (reason ? ` (${clean(reason)})` : "") +
		    "; the page has been read again.");
		setTimeout(() => notice("reset", null), 20000);
		load();
	},
	state(s) {
		strip.feed = s;
	},
});

document.addEventListener("visibilitychange", () => {
	if (!document.hidden)
		redraw();
});

// A page that is left may be kept for coming back to; its connection is not,
// since a browser has only a few for one server.
window.addEventListener("pagehide", () => feed.stop());
window.addEventListener("pageshow", (e) => e.persisted && load());

/** The story that came last. */
function news(change) {
	const a = change.article ?? change.cause?.article;

	if (a)
		$("latest").replaceChildren(
		    change.type === "article.new" ? "Just in: " : "Revised: ",
		    h("a", { href: to.article(a), "data-go": true,
		        "data-key": "latest" },
		    words(change.title || change.name || a)),
		    ...change.outlet ? [" · ", words(change.outlet)] : []);
}

// ---- what is said aloud ----

let saidAt = 0;

function announce(text) {
	$("said").textContent = text;
	saidAt = performance.now();
}

setInterval(() => {
	const parts = [fresh.claims && some(fresh.claims, "new claim"),
		fresh.moved && some(fresh.moved, "figure") + " moved"]
	    .filter(Boolean);

	if (parts.length === 0 || performance.now() - saidAt < ANNOUNCE)
		return;
	fresh = { claims: 0, moved: 0 };
	if (document.hasFocus())
		announce(parts.join(", ") + ".");
}, 5000);

const notices = new Map();

/** A message at the top, by what it is about; null takes it away. */
function notice(about, text) {
	if (text === null)
		notices.delete(about);
	else
		notices.set(about, text);
	const all = [...notices.values()].join(" ");

	if ($("notice").textContent !== all)
		$("notice").textContent = all;
	$("notice").hidden = all === "";
}

/** A token is needed: nothing else can be shown. */
function locked() {
	feed.stop();
	clearTimeout(retry);
	document.body.classList.add("locked");
	$("login").hidden = false;
	strip.lock();
	if (!$("login").contains(document.activeElement))
		$("token").focus();
}

// By fetch, not as a form: what is opened stays so, and a refusal is told here.
$("login").addEventListener("submit", async (e) => {
	e.preventDefault();
	try {
		await send("/login", { token: $("token").value.trim() });
		location.reload();
	} catch (x) {
		if (!(x instanceof Refused))
			throw x;
		notice("login", x.status === 401 ? "That is not the token." :
		    x.message);
		$("token").select();
	}
});

// ---- how the pipeline does ----

const strip = new Strip(announce);

whileSeen(2000, async () => {
	if (strip.locked)
		return;
	try {
		const s = await ask("/status", AbortSignal.timeout(8000));

		notice("ready", strip.status(s, seqOf(feed.last),
		    queryOf(view.filters) !== ""));
	} catch (e) {
		if (e.status === 401)
			locked();
		else
			strip.away();
	}
});

// ---- search and filters ----

const search = new Search({ names, know,
	view: () => view.filters,
	set: (filters, typing) => go(address(filters), typing),
});

document.addEventListener("keydown", (e) => {
	if (e.key === "Escape" && $("follow").open) {
		$("follow").open = false;
		$("follow").querySelector("summary").focus();
	}
	if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey ||
	    e.target.matches("input, select, textarea") || opened(view))
		return;
	e.preventDefault();
	$("q").focus();
	$("q").select();
});

// ---- begin ----

const panel = new Panel(to, {
	close,
	renamed: (what, id) => history.replaceState(history.state, "",
	    address(view.filters, { [what]: id }, view.mention)),
	refused: (e) => e.status === 401 && locked(),
});

$("example").textContent = `curl -d '{"outlet":"Valley Echo","text":` +
	`"The bridge will reopen in May, mayor Ida Holm said."}' \\\n` +
	`  -H 'Content-Type: application/json' ${location.origin}/articles`;
history.replaceState({ depth: 0, born: opened(view), ...history.state }, "");
search.show(view.filters);
load();
if (opened(view))
	panel.open(view, { key: null, back: false });
ask("/speakers?limit=300").then((a) => {
	a.speakers.forEach(know);
	search.show(view.filters);
	redraw();
}, () => {});
