// panel.js -- one claim, with every mention in its sentence, or one article,
// with everything that was found in it: opened over the board.

import { chart, holders, plot, table } from "./chart.js";
import { ask, Refused } from "./live.js";
import { KINDS, STATUS, badge, claimWords, clean, counts, figure, h, moment,
	outside, pieces, some, speakerName, steers, step, time, unnamed, words }
	from "./text.js";

const RELATIONS = 12; // are shown of one claim, both sides

// ---- text with what was found in it ----

/** Spans of one mention: { start, end, role, mention, claim }. */
function spansOf(e) {
	const of = (s, role) => ({ start: s.start, end: s.end, role,
		mention: e.id, claim: [e.claim].flat()[0], kind: e.kind });

	return [e.source && of(e.source, "source"), e.cue && of(e.cue, "cue"),
		...(e.content ?? []).map((s) => of(s, "content"))]
	    .filter(Boolean);
}

/** A piece of text, marked as what its spans make it. */
function marked(piece) {
	const text = clean(piece.text);
	const has = (role) => piece.spans.find((s) => s.role === role);

	if (text === "" || piece.spans.length === 0)
		return text;
	if (has("content"))
		return h("mark", { class: "content" }, text);
	return h("span", { class: has("source") ? "source" : "cue" }, text);
}

/** The sentence of a mention, with source, cue and content told apart. */
function sentence(e) {
	const s = e.sentence;

	if (!s)
		return h("blockquote", null, (e.content ?? []).map((c) =>
		    h("mark", { class: "content" }, words(c.exact))));
	return h("blockquote", { dir: "auto" },
	    pieces(s.exact, s.start, spansOf(e)).map(marked));
}

const legend = () => h("p", { class: "key" },
    "In each sentence: ", h("span", { class: "source" }, "who is credited"),
    ", ", h("span", { class: "cue" }, "the words that credit"), ", ",
    h("mark", { class: "content" }, "what is claimed"), ".");

// ---- a claim ----

function speakerLine(c, to) {
	const role = c.evidence?.find((e) => e.speaker?.role)?.speaker.role;

	if (!c.speaker)
		return h("p", { class: "by" }, "In the outlets’ own voice");
	return h("p", { class: "by" },
	    unnamed(c.speaker.name) ? "Someone unnamed: " : "",
	    h("a", { href: to.filter({ speaker: c.speaker.id }),
	        "data-go": true, "data-key": "speaker" },
	    words(speakerName(c.speaker.name))),
	    role ? h("span", { class: "role" }, words(role)) : null);
}

function coverage(c) {
	if (c.status === "withdrawn" || c.mentions === 0)
		return "No current text of any outlet holds this claim.";
	return `Reported by ${some(c.outlets, "outlet")}, ` +
	    `${some(c.origins, "independent origin")}.`;
}

function facts(c) {
	const row = (name, value) => value ?
	    h("div", null, h("dt", null, name), h("dd", null, value)) : null;

	return h("dl", { class: "facts" },
	    row("Form", KINDS[c.kind] ?? clean(c.kind)),
	    row("Figure", c.figure ? figure(c.figure) : null),
	    row("As of", c.as_of ? time(c.as_of) : null),
	    row("First seen", time(c.first_seen)),
	    row("Last seen", time(c.last_seen)));
}

const RELATED = {
	revised: ["A later figure or wording took its place",
		"It took the place of an earlier figure or wording"],
	disputed: ["Another claim cannot hold beside it",
		"Another claim cannot hold beside it"],
	refines: ["It is more precise than another claim",
		"Another claim is more precise"],
	not_comparable: ["Not comparable: another measure, period or scope",
		"Not comparable: another measure, period or scope"],
};

/** Who told it, when, how, and in which sentence. */
const told = (e) => [h("p", { class: "where" },
    words(e.outlet || "outlet not known"), time(e.published ?? e.updated),
    manner(e)), sentence(e)];

function side(c, title, e, to, key) {
	const body = claimWords(c, 400);

	return h("div", { class: "side" }, h("h4", null, title),
	    h("p", { class: "words" }, to === null ? body :
	        h("a", { href: to.claim(c.id), "data-go": true, "data-key": key },
	            body)),
	    e ? told(e) : null,
	    h("p", { class: "meta" }, badge(c.status), counts(c)));
}

/** The other side; its sentence comes when it has been asked for. */
function otherSide(r, other, to) {
	const node = side(other, "The other", null, to, "r" + r.id);

	ask(`/claims/${encodeURIComponent(other.id)}`).then((c) => {
		const e = c.evidence.find((x) => r.mentions?.includes(x.id)) ??
		    c.evidence[0];

		if (e)
			node.querySelector(".meta").before(...told(e));
	}, () => {}); // its words are there; the sentence is a courtesy
	return node;
}

/** Another claim that this one stands to: both sides, and why. */
function relation(r, c, to) {
	const other = r.other ?? { id: r.from === c.id ? r.to : r.from,
		text: "", status: "reported" };
	const older = r.from === c.id;
	const head = (RELATED[r.type] ?? [r.type, r.type])[older ? 0 : 1];
	const mine = (c.evidence ?? []).find((e) =>
	    (r.mentions ?? []).includes(e.id));
	const how = c.figure && other.figure && r.type === "revised" ?
	    step(...(older ? [c, other] : [other, c]).map((x) => x.figure)) :
	    null;

	return h("li", { class: "relation " + clean(r.type) },
	    h("h3", null, head, how?.text ? `: ${how.text}` : null),
	    h("div", { class: "sides" }, side(c, "This claim", mine, null),
	        otherSide(r, other, to)),
	    r.why ? h("p", { class: "why" }, "Why: ", words(r.why)) : null);
}

/** For a footnote or a chat: what, who, where, which characters. */
function citation(e, c) {
	const at = (e.content ?? []).map((s) => `${s.start}–${s.end}`);

	return `${(e.content ?? []).map((s) => s.exact).join(" … ")} — ` +
	    [e.speaker?.name && speakerName(e.speaker.name), e.outlet,
	        e.title && `“${e.title}”`, e.published ?? e.updated,
	        `revision ${e.revision}, characters ${at.join(", ")}`, e.url,
	        `${location.origin}/?claim=${c.id}`].filter(Boolean).join(", ");
}

/** A button that copies what text() says; none where that is not allowed. */
function copier(label, text, key) {
	if (!navigator.clipboard)
		return null;
	return h("button", { type: "button", class: "quiet", "data-key": key,
		click: async (ev) => {
			const b = ev.currentTarget;

			try {
				await navigator.clipboard.writeText(text());
				b.textContent = "Copied";
			} catch {
				b.textContent = "Could not copy";
			}
			setTimeout(() => b.textContent = label, 2000);
		} }, label);
}

const ACTS = { confirm: "confirmed", deny: "denied", promise: "a promise",
	predict: "a prediction", demand: "a demand", criticise: "criticism",
	praise: "praise", decline: "declined", ask: "a question" };

/** How it was said, where that is more than plain. */
function manner(e) {
	const said = [ACTS[e.act], e.polarity === "-" && e.act !== "deny" &&
		"negated", e.hedged && "hedged"].filter(Boolean);

	return said.length ? h("span", { class: "manner" }, said.join(", ")) :
	    null;
}

/** One mention: where, when, its sentence, the ways to its article. */
function evidence(e, c, to) {
	return h("li", { class: "evidence" + (e.current ? "" : " past") },
	    h("p", { class: "where" },
	        h("a", { href: to.filter({ outlet: e.outlet }), "data-go": true,
	            "data-key": "o" + e.id, class: "outlet" },
	        words(e.outlet || "outlet not known")),
	        e.origin && e.origin !== e.outlet ? h("span", { class: "origin" },
	            "origin: ", words(e.origin)) : null,
	        time(e.published ?? e.updated), manner(e),
	        e.current ? null : h("span", { class: "badge withdrawn" },
	            "in an earlier text")),
	    sentence(e),
	    h("p", { class: "ways" },
	        h("a", { href: to.article(e.article_id ?? e.article, e.id), "data-go": true,
	            "data-key": e.id }, "In the article",
	            e.title ? [": ", words(e.title)] : null),
	        outside(e.url, "Original", { "data-key": "u" + e.id }),
	        copier("Copy citation", () => citation(e, c), "c" + e.id)));
}

/** A button for the next page of mentions, which comes before it. */
function further(path, cursor, show) {
	const list = h("ol", { class: "plain" });
	const more = h("button", { type: "button", "data-key": "further",
		click: async () => {
			try {
				const a = await ask(`${path}?cursor=` +
				    encodeURIComponent(cursor));

				list.append(...a.evidence.map(show));
				cursor = a.evidence_next;
				more.hidden = !cursor;
			} catch (e) {
				more.textContent = `${e.message} Try again`;
			}
		} }, "Show more mentions");

	return cursor ? [list, more] : null;
}

/** How its figure moved. */
function course(c) {
	const points = c.history ?? [];
	const moved = new Set(points.map(figure)).size > 1;
	const box = chart({ class: moved ? "chart large" : "chart" });

	if (points.length === 0)
		return null;
	queueMicrotask(() => plot(box, points));
	return h("section", null, h("h3", null, "The figure over time"), box,
	    holders(points, 8), table(points));
}

function claimBody(c, to) {
	const now = (c.evidence ?? []).filter((e) => e.current);
	const past = (c.evidence ?? []).filter((e) => !e.current);
	const byTime = (a, b) => (moment(b.published) ?? 0) -
	    (moment(a.published) ?? 0);
	const list = (title, all) => all.length === 0 ? null : h("section", null,
	    h("h3", null, title), h("ol", { class: "plain" },
	        all.sort(byTime).map((e) => evidence(e, c, to))));

	return [
		h("h2", { id: "panel-title", tabindex: -1, class: "words" },
		    claimWords(c, 12000)),
		speakerLine(c, to),
		h("p", { class: "meta" }, badge(c.status), counts(c)),
		h("p", { class: "coverage" }, coverage(c), " ",
		    h("span", { class: "soft" }, `In short, ${clean(c.status)}: ` +
		        (STATUS[c.status] ?? ""), ".")),
		facts(c), course(c),
		c.relations?.length ? h("section", null,
		    h("h3", { class: "sr" }, "Beside other claims"),
		    h("ol", { class: "plain" }, c.relations.slice(0, RELATIONS)
		        .map((r) => relation(r, c, to)))) : null,
		now.length + past.length > 0 ? legend() : null,
		list("Mentions in current texts", now),
		list("Mentions in earlier texts", past),
		further(`/claims/${c.id}`, c.evidence_next,
		    (e) => evidence(e, c, to)),
	];
}

// ---- an article ----

/** A piece of an article's text: what is claimed leads to its claim. */
function linked(piece, to, seen) {
	const s = piece.spans.find((x) => x.role === "content") ??
	    piece.spans[0];
	const inner = marked(piece);

	if (s === undefined)
		return inner;
	const first = !seen.has(s.mention) && s.role === "content";

	if (first)
		seen.add(s.mention);
	if (s.role !== "content" || !s.claim)
		return h("span", { "data-mention": s.mention }, inner);
	return h("a", { href: to.claim(s.claim), "data-go": true,
		class: "found", "data-mention": s.mention,
		"data-key": first ? s.mention : null,
		tabindex: first ? null : -1 }, inner);
}

function articleText(a, to) {
	const shown = (a.evidence ?? []).filter((e) => e.current !== false);
	const seen = new Set();
	const n = steers(a.text);

	if (a.text === null || a.text === undefined)
		return [h("p", { class: "none" }, "The full text is not served " +
		    "here. These are the sentences in which something was found."),
		h("ol", { class: "plain" }, shown.map((e) => h("li",
		    { class: "evidence", "data-mention": e.id }, sentence(e),
		    h("p", { class: "ways" }, h("a", { "data-go": true,
		        href: to.claim([e.claim].flat()[0]),
		        "data-key": e.id }, "The claim")))))];
	return [n > 0 ? h("p", { class: "none" }, `${some(n, "character")} ` +
	    "that would turn the direction of the text, or control it, " +
	    (n === 1 ? "is" : "are") + " not shown.") : null,
	h("div", { class: "text", dir: "auto", lang: a.lang || null },
	    pieces(a.text, 0, shown.flatMap(spansOf)).map((p) =>
	        linked(p, to, seen)))];
}

function revisions(a) {
	const all = a.revisions ?? [];

	if (all.length < 2)
		return null;
	return h("section", null, h("h3", null, some(all.length, "text")),
	    h("ol", { class: "revisions" }, [...all].reverse().map((r) =>
	        h("li", null, h("b", null, `${r.n}`), " ",
	            words(r.title ?? a.title ?? ""), " ",
	            time(r.updated ?? r.published ?? r.committed),
	            h("span", { class: "soft" }, some(r.mentions, "mention"),
	                r.current ? ", current" : ", revised since")))));
}

/** Of a text that no worker has words for: that it was not read. */
function notRead(a) {
	const now = (a.revisions ?? []).find((r) => r.current);
	const tag = clean(a.lang ?? "").replaceAll("_", "-");
	let name = tag;

	if (now?.engine !== "none")
		return null;
	try {
		name = new Intl.DisplayNames("en", { type: "language" }).of(tag);
	} catch {
		// it is no tag: as it came
	}
	return h("p", { class: "none" }, tag === "" || tag === "und" ?
	    "It is in a language that is not known: it is stored, and " +
	    "nothing was looked for in it." :
	    `It is in ${name}, which is not read yet: it is stored, and ` +
	    "nothing was looked for in it.");
}

function articleBody(a, to) {
	const credit = [
		h("a", { href: to.filter({ outlet: a.outlet }), "data-go": true,
			"data-key": "outlet", class: "outlet" },
		words(a.outlet || "outlet not known")),
		a.byline ? h("span", null, words(a.byline)) : null,
		a.source && a.source !== a.outlet ? h("span", null, "credits ",
		    words(a.source)) : null,
		time(a.published),
		a.updated ? h("span", null, "updated ", time(a.updated)) : null,
		outside(a.url, "Original", { "data-key": "original" }),
	];

	return [
		h("h2", { id: "panel-title", tabindex: -1, class: "words" },
		    words(a.title || a.name || "Article without a title")),
		h("p", { class: "where" }, credit),
		notRead(a) ?? legend(), articleText(a, to), revisions(a),
	];
}

// ---- the dialog ----

const sorry = (e, what) => [
	h("h2", { id: "panel-title", tabindex: -1 },
	    e.status === 404 ? `There is no such ${what}` :
	        `This ${what} could not be read`),
	h("p", null, e.status === 404 ? "It may have been forgotten, or the " +
	    "address is of another store." : words(e.message)),
];

/**
 * to: how addresses are made: claim(id), article(name, mention),
 * filter({ ... }); the page handles clicks on links with data-go.
 * on: { close(), renamed(what, id), refused(error) }.  back: what is open was
 * reached from another thing that was.
 */
export class Panel {
	#to;
	#on;
	#dialog = document.getElementById("panel");
	#body = document.getElementById("panel-body");
	#kind = document.getElementById("panel-kind");
	#back = document.getElementById("panel-back");
	#shown = "";   // what is open: "claim c17"
	#answer = "";  // what it was drawn from
	#related = new Set();
	#stop = null;
	#timer = 0;

	constructor(to, on) {
		this.#to = to;
		this.#on = on;
		document.getElementById("panel-close")
		    .addEventListener("click", () => on.close());
		this.#back.addEventListener("click", () => history.back());
		this.#dialog.addEventListener("cancel", (e) => {
			e.preventDefault();
			on.close();
		});
		this.#dialog.addEventListener("close", () => {
			if (this.#shown !== "")
				on.close();
		});
		this.#dialog.addEventListener("click", (e) => {
			if (e.target === this.#dialog)
				on.close();
		});
	}

	/** Show what view opens; key: what gets the focus, else the title. */
	async open(view, { key, back }) {
		const what = view.claim ? "claim" : "article";
		const id = view.claim ?? view.article;
		const again = this.#shown === `${what} ${id}`;

		this.#shown = `${what} ${id}`;
		this.#back.hidden = !back;
		this.#kind.textContent = what === "claim" ? "Claim" : "Article";
		document.title = `${what} ${clean(id).slice(0, 40)} – claimwire`;
		if (!this.#dialog.open)
			this.#dialog.showModal();
		if (!again || key)
			await this.#load(what, id, () => this.#settle(view, key));
		else
			this.#settle(view, key);
	}

	hide() {
		this.#shown = "";
		this.#stop?.abort();
		clearTimeout(this.#timer);
		if (this.#dialog.open)
			this.#dialog.close();
		this.#body.replaceChildren();
		this.#answer = "";
		document.title = "claimwire";
	}

	/** A change has come: does it concern what is open? */
	touched(change) {
		const ids = [change.claim?.id, change.other?.id, change.article,
			change.relation?.from, change.relation?.to,
			change.cause?.article];
		const [what, id] = this.#shown.split(" ");

		if (what && ids.some((i) => i && (i === id ||
		    this.#related.has(i))) && this.#timer === 0)
			this.#timer = setTimeout(() => this.refresh(), 400);
	}

	/** Read it again; where the reader is stays. */
	refresh() {
		const [what, id] = this.#shown.split(" ");

		this.#timer = 0;
		if (what)
			this.#load(what, id, null);
	}

	async #load(what, id, then) {
		this.#stop?.abort();
		this.#stop = new AbortController();
		const { signal } = this.#stop;

		this.#body.setAttribute("aria-busy", "true");
		try {
			const a = await ask(`/${what}s/${encodeURIComponent(id)}`,
			    signal);

			if (!signal.aborted)
				this.#draw(what, id, a, then === null);
		} catch (e) {
			if (signal.aborted)
				return;
			if (!(e instanceof Refused))
				throw e;
			if (then !== null || e.status === 404) {
				this.#answer = "";
				this.#body.replaceChildren(...sorry(e, what));
			}
			this.#on.refused(e);
		}
		this.#body.removeAttribute("aria-busy");
		then?.();
	}

	#draw(what, id, a, quietly) {
		const { head, ...rest } = a;
		const answer = what + JSON.stringify(rest);
		const at = this.#body.scrollTop;
		const key = quietly && document.activeElement?.dataset.key;

		this.#related = new Set([a.id, a.name, ...(a.relations ?? [])
		    .flatMap((r) => [r.from, r.to]), ...(a.history ?? [])
		    .map((p) => p.claim)]);
		if (answer === this.#answer)
			return;
		this.#answer = answer;
		this.#kind.textContent = what === "claim" ? `Claim ${clean(a.id)}` :
		    `Article ${clean(a.id)}`;
		this.#body.replaceChildren(...(what === "claim" ?
		    claimBody(a, this.#to) : articleBody(a, this.#to))
		    .flat().filter(Boolean));
		if (a.id && a.id !== id) {
			this.#shown = `${what} ${a.id}`;
			this.#on.renamed(what, a.id);
		}
		if (quietly) {
			this.#body.scrollTop = at;
			this.#find(key)?.focus({ preventScroll: true });
		}
	}

	#find(key) {
		return key ? [...this.#body.querySelectorAll("[data-key]")]
		    .find((n) => n.dataset.key === key) : null;
	}

	/** Put focus and scroll where the address says, or where they were. */
	#settle(view, key) {
		const target = view.mention && !key ?
		    [...this.#body.querySelectorAll("[data-mention]")]
		        .filter((n) => n.dataset.mention === view.mention) : [];
		const node = this.#find(key) ?? this.#find(target.length > 0 ?
		    view.mention : null);

		for (const n of target)
			n.classList.add("target");
		if (target.length === 0 && !node)
			this.#body.scrollTop = 0;
		(node ?? document.getElementById("panel-title"))
		    ?.focus({ preventScroll: target.length > 0 });
		target[0]?.scrollIntoView({ block: "center" });
	}
}
