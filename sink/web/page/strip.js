// strip.js -- how the pipeline does, and how the page hangs on it.

import { clean, fill, h, lag, outside, some, time, when, words } from
    "./text.js";

const STALE = 10000;    // ms behind, before the page says so
const FILTERED = 45000; // the same where only checkpoints may come

const figures = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const count = (n) => typeof n === "number" ? figures.format(n) : "–";
const rate = (n) => typeof n !== "number" ? "–" :
	[figures.format(n >= 10 ? Math.round(n) : n),
	    h("small", null, " / min")];

/** "12 polled, 2 failing": the first as figure, of the others those there are. */
const counts = (n, what, others) => [count(n), h("small", null, ` ${what}` +
    others.filter(([m]) => m > 0).map(([m, how]) => `, ${count(m)} ${how}`)
	.join(""))];

/** What is to be said of the pipeline as a whole, or null. */
function trouble(s) {
	if (s.ready === false)
		return `Not ready: ${clean(s.why ?? "it does not say why")}.`;
	if (s.producer === "away")
		return "The producer is away: nothing new is read until it is " +
		    "back.";
	return s.draining ? "The pipeline is finishing what it has and will " +
	    "stop." : null;
}

/** A feed that does not come: since when, why, and the next try. */
function ailing(f) {
	const address = words(f.address);

	return h("li", null, outside(f.address, address) ?? address,
	    f.title ? [" (", words(f.title), ")"] : null,
	    h("p", null, f.state === "silent" ? "Nothing new since " :
	        "Broken since ", time(f.since) ?? "the first poll",
	        f.why ? [": ", words(f.why)] : null, "; next try ",
	        time(f.next) ?? "not known", "."));
}

function showAiling(feeds) {
	const box = document.getElementById("feeds");
	const list = feeds?.ailing ?? [];
	const n = (feeds?.broken ?? 0) + (feeds?.silent ?? 0);

	box.hidden = list.length === 0;
	document.querySelector("[data-n=ailing]").parentNode.hidden = n === 0;
	if (box.hidden)
		return;
	box.querySelector("summary").textContent = n > list.length ?
	    `Feeds that do not come: ${list.length} of ${n}` :
	    `Feeds that do not come: ${n}`;
	fill(box.querySelector("ul"), list, JSON.stringify, ailing);
}

export class Strip {
	locked = false; // a token is needed
	#feed = "connecting";
	#answers = true;
	#last = new Date();
	#behind = 0;
	#since = null; // it is behind
	#late = false;
	#was = false;  // it was live before
	#announce;

	constructor(announce) {
		this.#announce = announce;
	}

	/** The feed is "live", "connecting", or "paused": a message says why. */
	set feed(state) {
		this.#feed = state;
		this.#show();
	}

	lock() {
		this.locked = true;
		this.#show();
	}

	/** The server does not answer. */
	away() {
		this.#answers = false;
		this.#show();
	}

	/** STATUS; seq: what the page has seen.  What is to be said, or null. */
	status(s, seq, filtered) {
		this.#answers = true;
		this.#last = new Date();
		this.#behind = Math.max(0, (s.head ?? 0) - seq);
		if (this.#behind === 0)
			this.#since = null;
		else
			this.#since ??= performance.now();
		this.#late = this.#since !== null &&
		    performance.now() - this.#since >
		    (filtered ? FILTERED : STALE);
		this.#numbers(s);
		this.#show();
		return trouble(s);
	}

	#numbers(s) {
		const values = { articles: rate(s.rates?.articles_per_min),
			claims: rate(s.rates?.claims_per_min),
			p50: lag(s.lag_ms?.p50), p95: lag(s.lag_ms?.p95),
			workers: count(s.workers), pending: count(s.pending),
			unread: count(s.unread),
			feeds: counts(s.feeds?.polled ?? 0, "polled",
			    [[s.feeds?.failing, "failing"]]),
			pages: counts(s.pages?.read ?? 0, "read", [
				[s.pages?.waiting, "waiting"],
				[s.pages?.forbidden, "forbidden by robots.txt"],
				[s.pages?.failing, "failing"]]),
			ailing: count((s.feeds?.broken ?? 0) +
			    (s.feeds?.silent ?? 0)), dead: count(s.dead), readers: count(s.readers) };

		for (const [name, value] of Object.entries(values))
			document.querySelector(`[data-n=${name}]`)
			    .replaceChildren(...[value].flat());
		for (const [name, n] of [["unread", s.unread],
			["feeds", s.feeds?.polled], ["pages", s.pages?.known]])
			document.querySelector(`[data-n=${name}]`).parentNode
			    .hidden = !(n > 0);
		showAiling(s.feeds);
		document.querySelector("[data-n=dead]").parentNode.classList
		    .toggle("bad", s.dead > 0);
		document.getElementById("version").textContent =
		    `claimwire ${clean(s.version)}`;
	}

	#state() {
		if (this.locked)
			return ["away", "token needed"];
		if (!this.#answers)
			return ["away", "no answer since " +
			    when(this.#last.toISOString())];
		if (this.#feed === "paused")
			return ["stale", "paused"];
		if (this.#feed !== "live")
			return ["connecting", this.#was ? "reconnecting" :
			    "connecting"];
		return this.#late ? ["stale", `stale: ${some(this.#behind,
		    "change")} behind`] : ["live", "live"];
	}

	#show() {
		const [state, text] = this.#state();
		const node = document.getElementById("link");
		const words = document.getElementById("link-text");

		if (words.textContent !== text)
			words.textContent = text;
		if (node.dataset.state === state)
			return;
		node.dataset.state = state;
		if (this.#was && state !== "connecting")
			this.#announce(`The connection is ${text}.`);
		this.#was ||= state === "live";
	}
}
