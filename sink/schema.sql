-- schema.sql -- the store, DATA/claims.db: what lies in it and why.
--
-- Three parts.  *Enduring* tables are what cannot be had again: what came in,
-- what was found in it, what readers were told.  *Derived* tables are what
-- follows from them; `claimwire rebuild` drops and recomputes them.  *Views*
-- (their names end in _v) are the face for people and other programs: their
-- columns are kept as long as the contract's number is; tables are not.
--
-- The file is a list of steps.  A store remembers the last step it has taken
-- (PRAGMA user_version); opening it takes those it lacks, each in one
-- transaction.  A step that was released is never edited: a change of the
-- schema is another step at the end, and a row in migrate.c.
--
-- Throughout: a time named *_at is in milliseconds since 1970-01-01T00:00Z;
-- an offset is in code points of revisions.text, its end exclusive; an
-- integer that is 64 random bits (key, producer) is stored as the signed
-- integer of the same bits.  Ids only rise, so that a new row goes to the end
-- of its table: with random keys half of the speed is gone.

--! step 1

-- ---------------------------------------------------------------- enduring

-- generation: names this history of changes; epoch: starts of the sink.
CREATE TABLE meta(
  key TEXT PRIMARY KEY,
  value
) WITHOUT ROWID;

-- Who publishes.  The outlet of an article without one is the host of its
-- url, else the one named '': articles of unknown outlets are taken for one
-- outlet, since nothing says that they are independent.
CREATE TABLE outlets(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  domain TEXT,          -- host of the first url seen, without "www."
  country TEXT,         -- from the outlet table, as is owner
  owner TEXT            -- outlets of one owner are one origin
);

-- One story of one outlet, whatever its text.
CREATE TABLE articles(
  id INTEGER PRIMARY KEY,
  story BLOB NOT NULL UNIQUE,   -- identity, 16 bytes (proto/article.h)
  outlet INTEGER NOT NULL REFERENCES outlets,
  ext_id TEXT,          -- the input's id
  guid TEXT,
  url TEXT,
  source TEXT,          -- who is credited, an agency
  name TEXT NOT NULL,   -- ext_id, else 32 hexadecimal digits of story
  current INTEGER NOT NULL REFERENCES revisions,
  first_at INTEGER NOT NULL     -- committed first
);

-- One text of an article, and how it came here.  What was found in it are
-- the mentions first_mention .. first_mention + mentions - 1, and what
-- readers were told for it the changes first_change .. + changes - 1: ranges
-- in place of two indexes.
CREATE TABLE revisions(
  id INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES articles,
  n INTEGER NOT NULL,   -- 1, 2, ... of its article
  hash BLOB NOT NULL,   -- of the text, 16 bytes
  title TEXT,
  byline TEXT,
  published TEXT,       -- as given
  updated TEXT,
  lang TEXT,
  engine TEXT,          -- that extracted the mentions
  producer INTEGER NOT NULL,
  job INTEGER NOT NULL,
  epoch INTEGER NOT NULL,       -- of the producer
  attempt INTEGER NOT NULL,
  worker TEXT,
  accepted_at INTEGER NOT NULL,
  sent_at INTEGER NOT NULL,
  committed_at INTEGER NOT NULL,
  compute_us INTEGER NOT NULL,
  first_mention INTEGER NOT NULL,
  mentions INTEGER NOT NULL,
  first_change INTEGER NOT NULL,
  changes INTEGER NOT NULL,
  text TEXT NOT NULL,   -- as decoded; last, since it is longest
  UNIQUE(article, hash)
);

-- The names of speakers keep their numbers through a rebuild.
CREATE TABLE speaker_ids(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

-- One occurrence of a claim in one revision.  Only offsets are kept; the
-- words are cut from revisions.text by mentions_v.
CREATE TABLE mentions(
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL REFERENCES revisions,
  kind TEXT NOT NULL,   -- direct, mixed, indirect, figure
  source_start INTEGER,
  source_end INTEGER,
  cue_start INTEGER,
  cue_end INTEGER,
  content TEXT NOT NULL,        -- JSON: [[start,end],...]
  speaker INTEGER REFERENCES speaker_ids,
  speaker_type TEXT,
  role TEXT,
  act TEXT NOT NULL,
  polarity TEXT NOT NULL,       -- + or -
  hedged INTEGER NOT NULL,
  confidence REAL NOT NULL,
  rule TEXT,            -- that found it
  figures TEXT,         -- JSON: [FIGURE,...]; NULL: none
  key INTEGER NOT NULL  -- same key, same claim: hash of speaker and
                        -- normalised words, made by the worker
);

-- A claim's number endures; all else about it is derived.
CREATE TABLE claim_ids(
  id INTEGER PRIMARY KEY,
  key INTEGER NOT NULL UNIQUE
);

-- A claim that was merged into another: old leads to new, in one step.
CREATE TABLE redirects(
  old INTEGER PRIMARY KEY,
  new INTEGER NOT NULL REFERENCES claim_ids
);
CREATE INDEX redirects_new ON redirects(new);

-- What readers are told, in commit order, without a gap.  body holds the
-- members of the contract's CHANGE from "claim" on; those before it (the id
-- with the generation, seq, at, type) are put in front by changes_v and
-- query.h, since a restored copy tells the same changes in a new generation.
CREATE TABLE changes(
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,  -- milliseconds, as *_at
  type TEXT NOT NULL,
  claim INTEGER REFERENCES claim_ids,
  article INTEGER REFERENCES articles,
  body TEXT NOT NULL
);

-- ----------------------------------------------------------------- derived

-- mentions, outlets and origins count current revisions alone.  text, kind,
-- speaker, figure and as_of are those of the first mention.  first_seen and
-- last_seen are the earliest and the latest among all mentions ever, those
-- of older revisions included: the article's `published` as it was given,
-- or, where that is absent or no time, the moment of commit in UTC; *_at
-- are the same as moments (a date alone counts as its midnight in UTC).
CREATE TABLE claims(
  id INTEGER PRIMARY KEY REFERENCES claim_ids,
  kind TEXT NOT NULL,
  speaker INTEGER REFERENCES speaker_ids,
  text TEXT NOT NULL,
  figure TEXT,          -- JSON: FIGURE, the first of the first mention
  status TEXT NOT NULL, -- withdrawn, corroborated, reported, ...
  mentions INTEGER NOT NULL,
  outlets INTEGER NOT NULL,
  origins INTEGER NOT NULL,
  first_seen TEXT NOT NULL,
  last_seen TEXT NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  as_of TEXT
);
CREATE INDEX claims_speaker ON claims(speaker) WHERE speaker IS NOT NULL;
CREATE INDEX claims_shared ON claims(origins) WHERE origins >= 2;
CREATE INDEX claims_withdrawn ON claims(mentions) WHERE mentions = 0;

-- Which mention is of which claim; a mention may come to belong to several.
-- Mentions of older revisions stay.
CREATE TABLE mention_claims(
  mention INTEGER NOT NULL REFERENCES mentions,
  claim INTEGER NOT NULL REFERENCES claims,
  PRIMARY KEY(mention, claim)
) WITHOUT ROWID;
CREATE INDEX mention_claims_claim ON mention_claims(claim);

-- In how many current mentions each outlet holds each claim; never 0.
CREATE TABLE claim_outlets(
  claim INTEGER NOT NULL REFERENCES claims,
  outlet INTEGER NOT NULL REFERENCES outlets,
  mentions INTEGER NOT NULL,
  PRIMARY KEY(claim, outlet)
) WITHOUT ROWID;

-- Type and role of a speaker, each from the first mention that tells it.
CREATE TABLE speakers(
  id INTEGER PRIMARY KEY REFERENCES speaker_ids,
  type TEXT,
  role TEXT
);

-- How claims stand to each other.
CREATE TABLE relations(
  id INTEGER PRIMARY KEY,
  type TEXT NOT NULL,   -- revised, disputed, refines, not_comparable
  a INTEGER NOT NULL REFERENCES claims,
  b INTEGER NOT NULL REFERENCES claims,
  why TEXT,
  score REAL NOT NULL,
  mention_a INTEGER NOT NULL REFERENCES mentions,
  mention_b INTEGER NOT NULL REFERENCES mentions
);
CREATE INDEX relations_a ON relations(a);
CREATE INDEX relations_b ON relations(b);

--! step 2

-- --------------------------------------------------- derived: full text

-- The words of claims, to search: no copy of them is kept in the index.
CREATE VIEW claim_words AS
SELECT c.id AS id, c.text AS text, s.name AS speaker
FROM claims c LEFT JOIN speaker_ids s ON s.id = c.speaker;

CREATE VIRTUAL TABLE claims_fts USING fts5(
  text, speaker,
  content = 'claim_words', content_rowid = 'id',
  tokenize = 'unicode61 remove_diacritics 2'
);
-- A batch of claims becomes one segment, not several to be merged.
INSERT INTO claims_fts(claims_fts, rank) VALUES('hashsize', 8388608);
INSERT INTO claims_fts(claims_fts) VALUES('rebuild');

-- ------------------------------------------------------------------- views

-- One row an article: its newest revision.  number is the id as an integer,
-- by which a row is found without walking all of them.
CREATE VIEW articles_v AS
SELECT 'a' || a.id AS id, a.id AS number, a.name AS name,
  nullif(o.name, '') AS outlet, a.outlet AS outlet_number,
  a.source AS source, a.guid AS guid, a.url AS url,
  r.title AS title, r.byline AS byline, r.published AS published,
  r.updated AS updated, r.lang AS lang, r.n AS revision,
  r.mentions AS mentions, r.engine AS engine,
  strftime('%Y-%m-%dT%H:%M:%S', a.first_at / 1000, 'unixepoch')
    || printf('.%03dZ', a.first_at % 1000) AS first_seen,
  a.first_at AS first_at, r.text AS text
FROM articles a
JOIN revisions r ON r.id = a.current
JOIN outlets o ON o.id = a.outlet;

-- CLAIM of the contract, member for member; redirects and figure are JSON.
CREATE VIEW claims_v AS
SELECT 'c' || c.id AS id, c.id AS number, c.kind AS kind,
  's' || c.speaker AS speaker_id, s.name AS speaker, c.text AS text,
  c.figure AS figure, c.status AS status, c.mentions AS mentions,
  c.outlets AS outlets, c.origins AS origins, c.first_seen AS first_seen,
  c.last_seen AS last_seen, c.as_of AS as_of,
  (SELECT json_group_array('c' || old) FROM redirects WHERE new = c.id)
    AS redirects,
  c.speaker AS speaker_number
FROM claims c LEFT JOIN speaker_ids s ON s.id = c.speaker;

-- MENTION of the contract.  claim is an id, or a JSON array of several;
-- article is the input's id where it had one; source, cue and words are the
-- article's exact words, content is a JSON array of SPAN.
CREATE VIEW mentions_v AS
SELECT 'm' || m.id AS id, m.id AS number,
  (SELECT CASE count(*) WHEN 1 THEN 'c' || min(mc.claim)
    ELSE json_group_array('c' || mc.claim) END
    FROM mention_claims mc WHERE mc.mention = m.id) AS claim,
  a.name AS article, a.id AS article_number,
  nullif(o.name, '') AS outlet, r.n AS revision,
  r.id = a.current AS is_current,
  nullif(coalesce(o.owner, o.name), '') AS origin, m.kind AS kind,
  m.source_start AS source_start, m.source_end AS source_end,
  substr(r.text, m.source_start + 1, m.source_end - m.source_start)
    AS source,
  m.cue_start AS cue_start, m.cue_end AS cue_end,
  substr(r.text, m.cue_start + 1, m.cue_end - m.cue_start) AS cue,
  (SELECT json_group_array(json_object('start', p.value ->> 0,
    'end', p.value ->> 1, 'exact', substr(r.text, (p.value ->> 0) + 1,
    (p.value ->> 1) - (p.value ->> 0)))) FROM json_each(m.content) p)
    AS content,
  (SELECT group_concat(substr(r.text, (p.value ->> 0) + 1,
    (p.value ->> 1) - (p.value ->> 0)), ' ') FROM json_each(m.content) p)
    AS words,
  s.name AS speaker, m.speaker_type AS speaker_type, m.role AS role,
  m.act AS act, m.polarity AS polarity, m.hedged AS hedged,
  m.confidence AS confidence, m.rule AS rule,
  coalesce(m.figures, '[]') AS figures, r.published AS published,
  a.outlet AS outlet_number, m.speaker AS speaker_number
FROM mentions m
JOIN revisions r ON r.id = m.revision
JOIN articles a ON a.id = r.article
JOIN outlets o ON o.id = a.outlet
LEFT JOIN speaker_ids s ON s.id = m.speaker;

-- RELATION of the contract.
CREATE VIEW relations_v AS
SELECT 'r' || id AS id, id AS number, type, 'c' || a AS "from",
  'c' || b AS "to", why, score,
  json_array('m' || mention_a, 'm' || mention_b) AS mentions,
  a AS from_number, b AS to_number
FROM relations;

-- CHANGE of the contract: json is all of it.
CREATE VIEW changes_v AS
SELECT g.value || '-' || c.seq AS id, c.seq AS seq,
  strftime('%Y-%m-%dT%H:%M:%S', c.at / 1000, 'unixepoch')
    || printf('.%03dZ', c.at % 1000) AS at,
  c.type AS type, 'c' || c.claim AS claim, 'a' || c.article AS article,
  '{"contract":1,"id":"' || g.value || '-' || c.seq || '","seq":' || c.seq
    || ',"at":"'
    || strftime('%Y-%m-%dT%H:%M:%S', c.at / 1000, 'unixepoch')
    || printf('.%03dZ', c.at % 1000) || '","type":"' || c.type || '",'
    || c.body || '}' AS json
FROM changes c, meta g
WHERE g.key = 'generation';

--! step 3

-- ------------------------------------------------- enduring: whose words

-- Whoever can be the origin of an article: outlets, their owners, agencies
-- that are credited.  Names that differ in case, marks or a leading "The" are
-- one.  owner is where the outlet table puts an outlet of this name; the
-- origin of an article is its own here (articles.origin, else the outlet's),
-- or the owner of that.
CREATE TABLE origins(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,           -- as it was met first
  folded TEXT NOT NULL UNIQUE,  -- origin_fold(name): sink/origins.h
  owner INTEGER REFERENCES origins
);
ALTER TABLE outlets ADD COLUMN origin INTEGER REFERENCES origins;
-- It stands in the user's table of outlets (meta 'outlets': its hash).
ALTER TABLE outlets ADD COLUMN listed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX outlets_domain ON outlets(domain) WHERE listed;
-- Of articles.source; NULL: nobody is credited, or it is of before step 3.
ALTER TABLE articles ADD COLUMN origin INTEGER REFERENCES origins;

INSERT INTO origins(name, folded)
SELECT name, origin_fold(name) FROM outlets WHERE true ORDER BY id
ON CONFLICT(folded) DO NOTHING;
INSERT INTO origins(name, folded)
SELECT owner, origin_fold(owner) FROM outlets WHERE owner IS NOT NULL
ORDER BY id ON CONFLICT(folded) DO NOTHING;
UPDATE outlets SET origin =
  (SELECT id FROM origins WHERE folded = origin_fold(outlets.name));
UPDATE origins SET owner = (SELECT w.id FROM outlets o
  JOIN origins w ON w.folded = origin_fold(o.owner)
  WHERE o.origin = origins.id AND w.id <> origins.id ORDER BY o.id LIMIT 1);

-- ------------------------------------------ what stands beside each other

-- What a mention is about, apart from what it says of it, as found.h has it;
-- NULL: unknown, or of before step 3.
ALTER TABLE mentions ADD COLUMN matter INTEGER;

-- The number of a relation endures: of two claims there is at most one.
CREATE TABLE relation_ids(
  id INTEGER PRIMARY KEY,
  low INTEGER NOT NULL REFERENCES claim_ids,    -- the lower number
  high INTEGER NOT NULL REFERENCES claim_ids,
  UNIQUE(low, high)
);

-- Derived from here on.  matter and act are those of the first mention.
-- changed is the number of the last change that concerns the claim, 0 when
-- there is none.
ALTER TABLE claims ADD COLUMN matter INTEGER;
ALTER TABLE claims ADD COLUMN act TEXT; -- "assert", "deny", ...
UPDATE claims SET act = (SELECT m.act FROM mention_claims mc
  JOIN mentions m ON m.id = mc.mention WHERE mc.claim = claims.id
  ORDER BY mc.mention LIMIT 1);
ALTER TABLE claims ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX claims_matter ON claims(matter) WHERE matter IS NOT NULL;
-- Whose claims there are, and how many of them hold, without looking at any.
DROP INDEX claims_speaker;
CREATE INDEX claims_speaker ON claims(speaker, mentions)
  WHERE speaker IS NOT NULL;
UPDATE claims SET changed = x.seq FROM (SELECT claim, max(seq) AS seq
  FROM changes WHERE claim IS NOT NULL GROUP BY claim) x
  WHERE x.claim = claims.id;

-- In how many current mentions each outlet holds each claim, for each origin
-- (before its owner is looked at); never 0.
ALTER TABLE claim_outlets RENAME TO claim_outlets_1;
CREATE TABLE claim_outlets(
  claim INTEGER NOT NULL REFERENCES claims,
  outlet INTEGER NOT NULL REFERENCES outlets,
  origin INTEGER NOT NULL REFERENCES origins,
  mentions INTEGER NOT NULL,
  PRIMARY KEY(claim, outlet, origin)
) WITHOUT ROWID;
INSERT INTO claim_outlets SELECT x.claim, x.outlet, o.origin, x.mentions
  FROM claim_outlets_1 x JOIN outlets o ON o.id = x.outlet;
DROP TABLE claim_outlets_1;

-- An article that said older and, in a later revision, newer of one matter
-- instead: for as long as its newest revision says newer.
CREATE TABLE corrections(
  article INTEGER NOT NULL REFERENCES articles,
  older INTEGER NOT NULL REFERENCES claims,
  newer INTEGER NOT NULL REFERENCES claims,
  mention_older INTEGER NOT NULL REFERENCES mentions,
  mention_newer INTEGER NOT NULL REFERENCES mentions,
  PRIMARY KEY(newer, older, article)
) WITHOUT ROWID;
CREATE INDEX corrections_older ON corrections(older);
CREATE INDEX corrections_article ON corrections(article);
-- Of a figure that was revised all later ones have a row; the first of them
-- counts, relations_v has no other.  at: when it was told.
ALTER TABLE relations ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX relations_moved ON relations(mention_b) WHERE type = 'revised';

-- ------------------------------------------------------------------- views

-- CLAIM of the contract; changed: the number of its last change.
DROP VIEW claims_v;
CREATE VIEW claims_v AS
SELECT 'c' || c.id AS id, c.id AS number, c.kind AS kind,
  's' || c.speaker AS speaker_id, s.name AS speaker, c.text AS text,
  c.figure AS figure, c.status AS status, c.mentions AS mentions,
  c.outlets AS outlets, c.origins AS origins, c.first_seen AS first_seen,
  c.last_seen AS last_seen, c.as_of AS as_of,
  (SELECT json_group_array('c' || old) FROM redirects WHERE new = c.id)
    AS redirects,
  c.speaker AS speaker_number, c.changed AS changed, c.act AS act
FROM claims c LEFT JOIN speaker_ids s ON s.id = c.speaker;

-- RELATION of the contract; of what revised a claim, what did so first.
DROP VIEW relations_v;
CREATE VIEW relations_v AS
SELECT 'r' || r.id AS id, r.id AS number, r.type AS type, 'c' || r.a AS "from",
  'c' || r.b AS "to", r.why AS why, r.score AS score,
  json_array('m' || r.mention_a, 'm' || r.mention_b) AS mentions,
  r.a AS from_number, r.b AS to_number
FROM relations r
WHERE r.type <> 'revised' OR r.id = (SELECT x.id FROM relations x
  WHERE x.a = r.a AND x.type = 'revised' ORDER BY x.at, x.id LIMIT 1);

-- MENTION of the contract, as before; its origin is that of its article.
DROP VIEW mentions_v;
CREATE VIEW mentions_v AS
SELECT 'm' || m.id AS id, m.id AS number,
  (SELECT CASE count(*) WHEN 1 THEN 'c' || min(mc.claim)
    ELSE json_group_array('c' || mc.claim) END
    FROM mention_claims mc WHERE mc.mention = m.id) AS claim,
  a.name AS article, a.id AS article_number,
  nullif(o.name, '') AS outlet, r.n AS revision,
  r.id = a.current AS is_current,
  nullif(coalesce(w.name, g.name), '') AS origin, m.kind AS kind,
  m.source_start AS source_start, m.source_end AS source_end,
  substr(r.text, m.source_start + 1, m.source_end - m.source_start)
    AS source,
  m.cue_start AS cue_start, m.cue_end AS cue_end,
  substr(r.text, m.cue_start + 1, m.cue_end - m.cue_start) AS cue,
  (SELECT json_group_array(json_object('start', p.value ->> 0,
    'end', p.value ->> 1, 'exact', substr(r.text, (p.value ->> 0) + 1,
    (p.value ->> 1) - (p.value ->> 0)))) FROM json_each(m.content) p)
    AS content,
  (SELECT group_concat(substr(r.text, (p.value ->> 0) + 1,
    (p.value ->> 1) - (p.value ->> 0)), ' ') FROM json_each(m.content) p)
    AS words,
  s.name AS speaker, m.speaker_type AS speaker_type, m.role AS role,
  m.act AS act, m.polarity AS polarity, m.hedged AS hedged,
  m.confidence AS confidence, m.rule AS rule,
  coalesce(m.figures, '[]') AS figures, r.published AS published,
  a.outlet AS outlet_number, m.speaker AS speaker_number
FROM mentions m
JOIN revisions r ON r.id = m.revision
JOIN articles a ON a.id = r.article
JOIN outlets o ON o.id = a.outlet
LEFT JOIN origins g ON g.id = coalesce(a.origin, o.origin)
LEFT JOIN origins w ON w.id = g.owner
LEFT JOIN speaker_ids s ON s.id = m.speaker;

--! step 4

-- --------------------------------------- derived: whose words an article has

-- The current text of each article (sink/lineage.h).  articles.origin is of
-- steps before and not looked at any more.
CREATE TABLE lineage(
  article INTEGER PRIMARY KEY REFERENCES articles,
  revision INTEGER NOT NULL REFERENCES revisions,
  own INTEGER NOT NULL REFERENCES origins,  -- credited, else the outlet's
  credited INTEGER NOT NULL,                -- it is credited
  first INTEGER NOT NULL REFERENCES articles,   -- whose copy it is, or itself
  origin INTEGER NOT NULL REFERENCES origins,   -- the own one of first
  at INTEGER,           -- milliseconds, of the revision's published
  bins BLOB NOT NULL    -- of its words: sink/shingle.h
);
CREATE INDEX lineage_first ON lineage(first) WHERE first <> article;

-- Two articles that were compared and are near-copies: of the sequences of
-- words of both, so many are in both.  A group of copies is connected by as few
-- of these as it takes.
CREATE TABLE copies(
  article INTEGER NOT NULL REFERENCES articles,
  other INTEGER NOT NULL REFERENCES articles,
  shared INTEGER NOT NULL,
  of_article INTEGER NOT NULL,
  of_other INTEGER NOT NULL,
  PRIMARY KEY(article, other)
) WITHOUT ROWID;
CREATE INDEX copies_other ON copies(other);

-- Whom the current text of an article credits (sink/credit.h), and where.
CREATE TABLE credits(
  article INTEGER NOT NULL REFERENCES articles,
  n INTEGER NOT NULL,   -- 1, 2, ... of its article
  how TEXT NOT NULL,    -- source, byline, dateline, credit line, ...
  name TEXT NOT NULL,
  whose INTEGER NOT NULL,   -- the article has its words
  exact TEXT NOT NULL,      -- what was read
  PRIMARY KEY(article, n)
) WITHOUT ROWID;

-- A revision that credits nobody has the source that its article came with.
ALTER TABLE revisions ADD COLUMN source TEXT;

-- Articles that are there are looked through by a rebuild.
INSERT INTO lineage
SELECT a.id, a.current, coalesce(a.origin, o.origin), a.origin IS NOT NULL,
  a.id, coalesce(a.origin, o.origin), NULL, zeroblob(0)
FROM articles a JOIN outlets o ON o.id = a.outlet;

-- ------------------------------------------------------------------- views

-- MENTION of the contract, as before; its origin is that of its article's
-- lineage.
DROP VIEW mentions_v;
CREATE VIEW mentions_v AS
SELECT 'm' || m.id AS id, m.id AS number,
  (SELECT CASE count(*) WHEN 1 THEN 'c' || min(mc.claim)
    ELSE json_group_array('c' || mc.claim) END
    FROM mention_claims mc WHERE mc.mention = m.id) AS claim,
  a.name AS article, a.id AS article_number,
  nullif(o.name, '') AS outlet, r.n AS revision,
  r.id = a.current AS is_current,
  nullif(coalesce(w.name, g.name), '') AS origin, m.kind AS kind,
  m.source_start AS source_start, m.source_end AS source_end,
  substr(r.text, m.source_start + 1, m.source_end - m.source_start)
    AS source,
  m.cue_start AS cue_start, m.cue_end AS cue_end,
  substr(r.text, m.cue_start + 1, m.cue_end - m.cue_start) AS cue,
  (SELECT json_group_array(json_object('start', p.value ->> 0,
    'end', p.value ->> 1, 'exact', substr(r.text, (p.value ->> 0) + 1,
    (p.value ->> 1) - (p.value ->> 0)))) FROM json_each(m.content) p)
    AS content,
  (SELECT group_concat(substr(r.text, (p.value ->> 0) + 1,
    (p.value ->> 1) - (p.value ->> 0)), ' ') FROM json_each(m.content) p)
    AS words,
  s.name AS speaker, m.speaker_type AS speaker_type, m.role AS role,
  m.act AS act, m.polarity AS polarity, m.hedged AS hedged,
  m.confidence AS confidence, m.rule AS rule,
  coalesce(m.figures, '[]') AS figures, r.published AS published,
  a.outlet AS outlet_number, m.speaker AS speaker_number
FROM mentions m
JOIN revisions r ON r.id = m.revision
JOIN articles a ON a.id = r.article
JOIN outlets o ON o.id = a.outlet
LEFT JOIN lineage l ON l.article = a.id
LEFT JOIN origins g ON g.id = l.origin
LEFT JOIN origins w ON w.id = g.owner
LEFT JOIN speaker_ids s ON s.id = m.speaker;

--! step 5

-- ------------------------------------------------ which claim words belong to

-- What the first mention of a key says (proto/gist.h), as its worker found it;
-- NULL: unknown, or of before step 5.
ALTER TABLE claim_ids ADD COLUMN gist BLOB;

-- A wording is what has one key: the same words of the same speaker.  claim is
-- the one that it belongs to, of its own number or of another wording's; near
-- is the wording that it was found to say the same as, how likely and why.
-- Wordings without a gist are claims of their own and have no row.
CREATE TABLE wordings(
  id INTEGER PRIMARY KEY REFERENCES claim_ids,
  claim INTEGER NOT NULL,
  near INTEGER,
  score REAL,
  why TEXT
);
CREATE INDEX wordings_claim ON wordings(claim) WHERE claim <> id;

-- By what wordings that may say the same are found: hashes of their rarest
-- words (sink/wordings.h).
CREATE TABLE traces(
  feature INTEGER NOT NULL,
  wording INTEGER NOT NULL,
  PRIMARY KEY(feature, wording)
) WITHOUT ROWID;

--! step 6

-- ------------------------------------------------ who is behind the names

-- Enduring: what the user decided of two names, the lower number first.
CREATE TABLE decisions(
  a INTEGER NOT NULL REFERENCES speaker_ids,
  b INTEGER NOT NULL REFERENCES speaker_ids,
  same INTEGER NOT NULL,        -- 1: names of one; 0: of two
  at INTEGER NOT NULL,          -- milliseconds, as *_at
  PRIMARY KEY(a, b)
) WITHOUT ROWID;
CREATE INDEX decisions_b ON decisions(b);

-- Enduring: items of Wikidata, by the user's table.
CREATE TABLE items(
  name INTEGER PRIMARY KEY REFERENCES speaker_ids,
  item TEXT NOT NULL    -- Q42
);

-- Derived: the names of speakers, and whose they are.  An entity has the number
-- of its fullest name; claims.speaker is an entity.
CREATE TABLE names(
  id INTEGER PRIMARY KEY REFERENCES speaker_ids,
  type TEXT,            -- PERSON, ORG, ...: the first in order of those told
  block TEXT NOT NULL,  -- names of one have one: sink/called.h
  entity INTEGER NOT NULL REFERENCES speaker_ids
);
CREATE INDEX names_block ON names(block);
CREATE INDEX names_entity ON names(entity);

-- What the speaker is called in the first mention; NULL: nobody is.
ALTER TABLE claims ADD COLUMN said INTEGER REFERENCES speaker_ids;

-- Names that are there stand for themselves until they are met again, or a
-- rebuild.
INSERT INTO names SELECT i.id, s.type, '', i.id
FROM speaker_ids i LEFT JOIN speakers s ON s.id = i.id;
UPDATE claims SET said = speaker;

-- MENTION of the contract, as before; its speaker is called as the article
-- has it, and speaker_number is the entity.
DROP VIEW mentions_v;
CREATE VIEW mentions_v AS
SELECT 'm' || m.id AS id, m.id AS number,
  (SELECT CASE count(*) WHEN 1 THEN 'c' || min(mc.claim)
    ELSE json_group_array('c' || mc.claim) END
    FROM mention_claims mc WHERE mc.mention = m.id) AS claim,
  a.name AS article, a.id AS article_number,
  nullif(o.name, '') AS outlet, r.n AS revision,
  r.id = a.current AS is_current,
  nullif(coalesce(w.name, g.name), '') AS origin, m.kind AS kind,
  m.source_start AS source_start, m.source_end AS source_end,
  substr(r.text, m.source_start + 1, m.source_end - m.source_start)
    AS source,
  m.cue_start AS cue_start, m.cue_end AS cue_end,
  substr(r.text, m.cue_start + 1, m.cue_end - m.cue_start) AS cue,
  (SELECT json_group_array(json_object('start', p.value ->> 0,
    'end', p.value ->> 1, 'exact', substr(r.text, (p.value ->> 0) + 1,
    (p.value ->> 1) - (p.value ->> 0)))) FROM json_each(m.content) p)
    AS content,
  (SELECT group_concat(substr(r.text, (p.value ->> 0) + 1,
    (p.value ->> 1) - (p.value ->> 0)), ' ') FROM json_each(m.content) p)
    AS words,
  s.name AS speaker, m.speaker_type AS speaker_type, m.role AS role,
  m.act AS act, m.polarity AS polarity, m.hedged AS hedged,
  m.confidence AS confidence, m.rule AS rule,
  coalesce(m.figures, '[]') AS figures, r.published AS published,
  a.outlet AS outlet_number, coalesce(e.entity, m.speaker) AS speaker_number
FROM mentions m
JOIN revisions r ON r.id = m.revision
JOIN articles a ON a.id = r.article
JOIN outlets o ON o.id = a.outlet
LEFT JOIN lineage l ON l.article = a.id
LEFT JOIN origins g ON g.id = l.origin
LEFT JOIN origins w ON w.id = g.owner
LEFT JOIN speaker_ids s ON s.id = m.speaker
LEFT JOIN names e ON e.id = m.speaker;

--! step 7

-- --------------------------------------------- what no worker has words of

-- Texts in languages that are not read (found.h, FOUND_UNREAD), to be counted.
CREATE INDEX revisions_unread ON revisions(lang, article)
WHERE engine = 'none';

--! step 8

-- -------------------------------------- wordings that have to do with others

-- By what they are found: hashes of what a figure measures, and of what is done
-- and by whom (sink/kin.h).
CREATE TABLE marks(
  feature INTEGER NOT NULL,
  wording INTEGER NOT NULL,
  PRIMARY KEY(feature, wording)
) WITHOUT ROWID;

-- Two wordings that do not say the same: how they stand to each other, by the
-- words alone (kinship.h has grounds; about is in thousandths).  What holds
-- between their claims is judged of mentions: relations.
CREATE TABLE kin(
  low INTEGER NOT NULL REFERENCES claim_ids,    -- the lower number
  high INTEGER NOT NULL REFERENCES claim_ids,
  ground INTEGER NOT NULL,
  about INTEGER NOT NULL,
  PRIMARY KEY(low, high)
) WITHOUT ROWID;
CREATE INDEX kin_high ON kin(high);

--! step 9

-- ------------------------------------------- what articles were filed under

ALTER TABLE revisions ADD COLUMN categories TEXT;       -- JSON: names

DROP VIEW articles_v;
CREATE VIEW articles_v AS
SELECT 'a' || a.id AS id, a.id AS number, a.name AS name,
  nullif(o.name, '') AS outlet, a.outlet AS outlet_number,
  a.source AS source, a.guid AS guid, a.url AS url,
  r.title AS title, r.byline AS byline, r.published AS published,
  r.updated AS updated, r.lang AS lang, r.n AS revision,
  r.mentions AS mentions, r.engine AS engine,
  strftime('%Y-%m-%dT%H:%M:%S', a.first_at / 1000, 'unixepoch')
    || printf('.%03dZ', a.first_at % 1000) AS first_seen,
  a.first_at AS first_at, r.text AS text, r.categories AS categories
FROM articles a
JOIN revisions r ON r.id = a.current
JOIN outlets o ON o.id = a.outlet;

--! step 10

-- ------------------------------------------------ texts that were read again

-- What a revision's text was found to say before `claimwire reextract` found
-- something else: the mentions first_mention .. first_mention + mentions - 1,
-- which stay, and count no more; in the order of id.  revisions has the range
-- of the last reading.
CREATE TABLE readings(
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL REFERENCES revisions,
  engine TEXT,          -- that extracted them
  first_mention INTEGER NOT NULL,
  mentions INTEGER NOT NULL
);
CREATE INDEX readings_revision ON readings(revision);

-- MENTION of the contract, as before.  is_read: the last reading of its
-- revision found it; what did not is not current.
DROP VIEW mentions_v;
CREATE VIEW mentions_v AS
SELECT 'm' || m.id AS id, m.id AS number,
  (SELECT CASE count(*) WHEN 1 THEN 'c' || min(mc.claim)
    ELSE json_group_array('c' || mc.claim) END
    FROM mention_claims mc WHERE mc.mention = m.id) AS claim,
  a.name AS article, a.id AS article_number,
  nullif(o.name, '') AS outlet, r.n AS revision,
  r.id = a.current AND m.id >= r.first_mention
    AND m.id < r.first_mention + r.mentions AS is_current,
  m.id >= r.first_mention AND m.id < r.first_mention + r.mentions AS is_read,
  nullif(coalesce(w.name, g.name), '') AS origin, m.kind AS kind,
  m.source_start AS source_start, m.source_end AS source_end,
  substr(r.text, m.source_start + 1, m.source_end - m.source_start)
    AS source,
  m.cue_start AS cue_start, m.cue_end AS cue_end,
  substr(r.text, m.cue_start + 1, m.cue_end - m.cue_start) AS cue,
  (SELECT json_group_array(json_object('start', p.value ->> 0,
    'end', p.value ->> 1, 'exact', substr(r.text, (p.value ->> 0) + 1,
    (p.value ->> 1) - (p.value ->> 0)))) FROM json_each(m.content) p)
    AS content,
  (SELECT group_concat(substr(r.text, (p.value ->> 0) + 1,
    (p.value ->> 1) - (p.value ->> 0)), ' ') FROM json_each(m.content) p)
    AS words,
  s.name AS speaker, m.speaker_type AS speaker_type, m.role AS role,
  m.act AS act, m.polarity AS polarity, m.hedged AS hedged,
  m.confidence AS confidence, m.rule AS rule,
  coalesce(m.figures, '[]') AS figures, r.published AS published,
  a.outlet AS outlet_number, coalesce(e.entity, m.speaker) AS speaker_number
FROM mentions m
JOIN revisions r ON r.id = m.revision
JOIN articles a ON a.id = r.article
JOIN outlets o ON o.id = a.outlet
LEFT JOIN lineage l ON l.article = a.id
LEFT JOIN origins g ON g.id = l.origin
LEFT JOIN origins w ON w.id = g.owner
LEFT JOIN speaker_ids s ON s.id = m.speaker
LEFT JOIN names e ON e.id = m.speaker;

--! step 11

-- ------------------------------------------------------ which text is the newest

-- Of an article's revisions the one is current that is the last by dated,
-- taken, job and hash, in whatever order they came.  dated: the later one of
-- `updated` and `published`, as a moment; of a text that says neither, the
-- current one's when it came, or 0.  taken: accepted_at, but not before what
-- its producer took before it: clocks are set back.  Those of before step 11
-- stay in the order in which they came.
ALTER TABLE revisions ADD COLUMN dated INTEGER NOT NULL DEFAULT 0;
ALTER TABLE revisions ADD COLUMN taken INTEGER NOT NULL DEFAULT 0;
UPDATE revisions SET taken = accepted_at, dated = x.dated FROM (SELECT id,
    max(max(coalesce(when_ms(published), 0), coalesce(when_ms(updated), 0)))
    OVER (PARTITION BY article ORDER BY n) + n AS dated FROM revisions) x
  WHERE x.id = revisions.id;

-- Of the revision that says newer.  Of articles that correct each other's way
-- round the last one counts.
ALTER TABLE corrections ADD COLUMN dated INTEGER NOT NULL DEFAULT 0;

--! step 12

-- Wordings that say the same, each pair both ways; score in thousandths.  What
-- is one claim follows from these and from what is held (sink/groups.h).
CREATE TABLE links(
  wording INTEGER NOT NULL,
  other INTEGER NOT NULL,
  score INTEGER NOT NULL,
  PRIMARY KEY(wording, other)
) WITHOUT ROWID;
-- Before step 12 only the likest was kept; what was one claim stays one.
INSERT INTO links
  SELECT id, near, round(score * 1000) FROM wordings WHERE near IS NOT NULL
  UNION SELECT near, id, round(score * 1000) FROM wordings
  WHERE near IS NOT NULL;
INSERT OR IGNORE INTO links
  SELECT id, claim, 1 FROM wordings WHERE claim <> id
  UNION SELECT claim, id, 1 FROM wordings WHERE claim <> id;

--! step 13

-- How many marks the wording has; 0: it was not counted yet.
ALTER TABLE marks ADD COLUMN n INTEGER NOT NULL DEFAULT 0;
-- What a claim is about is looked up by marks since step 8.
DROP INDEX claims_matter;

--! step 14

-- Features of one group (a speaker, a word) have one upper half since, so that
-- those of a wording lie on few pages (sink/nears.h).
DELETE FROM traces;
INSERT INTO traces SELECT f.value, w.id
  FROM wordings w JOIN claim_ids i ON i.id = w.id
  JOIN json_each(traces_of(i.gist)) f WHERE i.gist IS NOT NULL ORDER BY 1, 2;
DELETE FROM marks;
INSERT INTO marks SELECT f.value, x.id, json_array_length(x.list)
  FROM (SELECT w.id, marks_of(i.gist) AS list FROM wordings w
    JOIN claim_ids i ON i.id = w.id WHERE i.gist IS NOT NULL) x
  JOIN json_each(x.list) f ORDER BY 1, 2;
