-- store-1.sql -- a store as step 1 of the schema left it, with a few rows: older
-- programs' stores are opened by newer ones (tests/sink/test_migrate.c).  It is
-- what was written then, and is not brought up to date.
PRAGMA application_id = 1668050295;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
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
INSERT INTO "articles" VALUES(1,X'6AAA30F8AE09C705CC03BFC62C3F2EA1',1,'h1',NULL,NULL,NULL,'h1',1,1900000000000);
INSERT INTO "articles" VALUES(2,X'4ACB0F03A64A3F707E48AF12B1C172CB',2,'m1',NULL,NULL,NULL,'m1',2,1900000000000);
INSERT INTO "articles" VALUES(3,X'BE1760EB5F92F10F582F2C4FE049B3CD',2,'m2',NULL,NULL,NULL,'m2',4,1900000000000);
CREATE TABLE changes(
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,  -- milliseconds, as *_at
  type TEXT NOT NULL,
  claim INTEGER REFERENCES claim_ids,
  article INTEGER REFERENCES articles,
  body TEXT NOT NULL
);
INSERT INTO "changes" VALUES(1,1900000000000,'article.new',NULL,1,'"claim":null,"relation":null,"article":"a1","before":null,"outlet":"Tarn Herald","name":"h1","title":"A day in Lower Tarn","cause":{"kind":"mention","article":"a1","revision":1,"mention":null}');
INSERT INTO "changes" VALUES(2,1900000000000,'claim.new',1,1,'"claim":{"id":"c1","kind":"direct","speaker":{"id":"s1","name":"Ada Brook"},"text":"The weir holds.","figure":null,"status":"reported","mentions":1,"outlets":1,"origins":1,"first_seen":"2031-05-01T08:00:00+02:00","last_seen":"2031-05-01T08:00:00+02:00","as_of":null,"redirects":[]},"relation":null,"article":"a1","before":null,"outlet":"Tarn Herald","cause":{"kind":"mention","article":"a1","revision":1,"mention":"m1"}');
INSERT INTO "changes" VALUES(3,1900000000000,'claim.new',2,1,'"claim":{"id":"c2","kind":"direct","speaker":{"id":"s2","name":"Bo Finch"},"text":"Up 4 percent in May.","figure":{"start":40,"end":41,"exact":"4","value":4,"unit":"percent","low":null,"high":null,"modifier":null,"subject":null,"counted":null,"direction":null,"is_change":false,"as_of":"2031-05"},"status":"reported","mentions":1,"outlets":1,"origins":1,"first_seen":"2031-05-01T08:00:00+02:00","last_seen":"2031-05-01T08:00:00+02:00","as_of":"2031-05","redirects":[]},"relation":null,"article":"a1","before":null,"outlet":"Tarn Herald","cause":{"kind":"mention","article":"a1","revision":1,"mention":"m2"}');
INSERT INTO "changes" VALUES(4,1900000000000,'article.new',NULL,2,'"claim":null,"relation":null,"article":"a2","before":null,"outlet":"Tarn Mail","name":"m1","title":"A day in Lower Tarn","cause":{"kind":"mention","article":"a2","revision":1,"mention":null}');
INSERT INTO "changes" VALUES(5,1900000000000,'claim.corroborated',1,2,'"claim":{"id":"c1","kind":"direct","speaker":{"id":"s1","name":"Ada Brook"},"text":"The weir holds.","figure":null,"status":"corroborated","mentions":2,"outlets":2,"origins":2,"first_seen":"2031-05-01T08:00:00+02:00","last_seen":"2031-05-01T08:00:00+02:00","as_of":null,"redirects":[]},"relation":null,"article":"a2","before":{"id":"c1","kind":"direct","speaker":{"id":"s1","name":"Ada Brook"},"text":"The weir holds.","figure":null,"status":"reported","mentions":1,"outlets":1,"origins":1,"first_seen":"2031-05-01T08:00:00+02:00","last_seen":"2031-05-01T08:00:00+02:00","as_of":null,"redirects":[]},"outlet":"Tarn Mail","cause":{"kind":"mention","article":"a2","revision":1,"mention":"m3"}');
INSERT INTO "changes" VALUES(6,1900000000000,'claim.new',3,2,'"claim":{"id":"c3","kind":"direct","speaker":{"id":"s1","name":"Ada Brook"},"text":"Zügig!","figure":null,"status":"reported","mentions":1,"outlets":1,"origins":1,"first_seen":"2031-05-01T08:00:00+02:00","last_seen":"2031-05-01T08:00:00+02:00","as_of":null,"redirects":[]},"relation":null,"article":"a2","before":null,"outlet":"Tarn Mail","cause":{"kind":"mention","article":"a2","revision":1,"mention":"m4"}');
INSERT INTO "changes" VALUES(7,1900000000000,'article.new',NULL,3,'"claim":null,"relation":null,"article":"a3","before":null,"outlet":"Tarn Mail","name":"m2","title":"A day in Lower Tarn","cause":{"kind":"mention","article":"a3","revision":1,"mention":null}');
INSERT INTO "changes" VALUES(8,1900000000000,'claim.new',4,3,'"claim":{"id":"c4","kind":"direct","speaker":{"id":"s2","name":"Bo Finch"},"text":"Up 9 percent.","figure":{"start":13,"end":14,"exact":"9","value":9,"unit":"percent","low":null,"high":null,"modifier":null,"subject":null,"counted":null,"direction":null,"is_change":false,"as_of":"2031-05"},"status":"reported","mentions":1,"outlets":1,"origins":1,"first_seen":"2031-05-01T08:00:00+02:00","last_seen":"2031-05-01T08:00:00+02:00","as_of":"2031-05","redirects":[]},"relation":null,"article":"a3","before":null,"outlet":"Tarn Mail","cause":{"kind":"mention","article":"a3","revision":1,"mention":"m5"}');
INSERT INTO "changes" VALUES(9,1900000000000,'article.revised',NULL,3,'"claim":null,"relation":null,"article":"a3","before":null,"outlet":"Tarn Mail","name":"m2","title":"A day in Lower Tarn","cause":{"kind":"revision","article":"a3","revision":2,"mention":null}');
INSERT INTO "changes" VALUES(10,1900000000000,'claim.withdrawn',4,3,'"claim":{"id":"c4","kind":"direct","speaker":{"id":"s2","name":"Bo Finch"},"text":"Up 9 percent.","figure":{"start":13,"end":14,"exact":"9","value":9,"unit":"percent","low":null,"high":null,"modifier":null,"subject":null,"counted":null,"direction":null,"is_change":false,"as_of":"2031-05"},"status":"withdrawn","mentions":0,"outlets":0,"origins":0,"first_seen":"2031-05-01T08:00:00+02:00","last_seen":"2031-05-01T08:00:00+02:00","as_of":"2031-05","redirects":[]},"relation":null,"article":"a3","before":{"id":"c4","kind":"direct","speaker":{"id":"s2","name":"Bo Finch"},"text":"Up 9 percent.","figure":{"start":13,"end":14,"exact":"9","value":9,"unit":"percent","low":null,"high":null,"modifier":null,"subject":null,"counted":null,"direction":null,"is_change":false,"as_of":"2031-05"},"status":"reported","mentions":1,"outlets":1,"origins":1,"first_seen":"2031-05-01T08:00:00+02:00","last_seen":"2031-05-01T08:00:00+02:00","as_of":"2031-05","redirects":[]},"outlet":"Tarn Mail","cause":{"kind":"revision","article":"a3","revision":2,"mention":null}');
CREATE TABLE claim_ids(
  id INTEGER PRIMARY KEY,
  key INTEGER NOT NULL UNIQUE
);
INSERT INTO "claim_ids" VALUES(1,-4094905192789326358);
INSERT INTO "claim_ids" VALUES(2,-8994686651954106023);
INSERT INTO "claim_ids" VALUES(3,-7296944198358075676);
INSERT INTO "claim_ids" VALUES(4,7232129883897574963);
CREATE TABLE claim_outlets(
  claim INTEGER NOT NULL REFERENCES claims,
  outlet INTEGER NOT NULL REFERENCES outlets,
  mentions INTEGER NOT NULL,
  PRIMARY KEY(claim, outlet)
) WITHOUT ROWID;
INSERT INTO "claim_outlets" VALUES(1,1,1);
INSERT INTO "claim_outlets" VALUES(1,2,1);
INSERT INTO "claim_outlets" VALUES(2,1,1);
INSERT INTO "claim_outlets" VALUES(3,2,1);
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
INSERT INTO "claims" VALUES(1,'direct',1,'The weir holds.',NULL,'corroborated',2,2,2,'2031-05-01T08:00:00+02:00','2031-05-01T08:00:00+02:00',1935381600000,1935381600000,NULL);
INSERT INTO "claims" VALUES(2,'direct',2,'Up 4 percent in May.','{"start":40,"end":41,"exact":"4","value":4,"unit":"percent","low":null,"high":null,"modifier":null,"subject":null,"counted":null,"direction":null,"is_change":false,"as_of":"2031-05"}','reported',1,1,1,'2031-05-01T08:00:00+02:00','2031-05-01T08:00:00+02:00',1935381600000,1935381600000,'2031-05');
INSERT INTO "claims" VALUES(3,'direct',1,'Zügig!',NULL,'reported',1,1,1,'2031-05-01T08:00:00+02:00','2031-05-01T08:00:00+02:00',1935381600000,1935381600000,NULL);
INSERT INTO "claims" VALUES(4,'direct',2,'Up 9 percent.','{"start":13,"end":14,"exact":"9","value":9,"unit":"percent","low":null,"high":null,"modifier":null,"subject":null,"counted":null,"direction":null,"is_change":false,"as_of":"2031-05"}','withdrawn',0,0,0,'2031-05-01T08:00:00+02:00','2031-05-01T08:00:00+02:00',1935381600000,1935381600000,'2031-05');
CREATE TABLE mention_claims(
  mention INTEGER NOT NULL REFERENCES mentions,
  claim INTEGER NOT NULL REFERENCES claims,
  PRIMARY KEY(mention, claim)
) WITHOUT ROWID;
INSERT INTO "mention_claims" VALUES(1,1);
INSERT INTO "mention_claims" VALUES(3,1);
INSERT INTO "mention_claims" VALUES(2,2);
INSERT INTO "mention_claims" VALUES(4,3);
INSERT INTO "mention_claims" VALUES(5,4);
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
INSERT INTO "mentions" VALUES(1,1,'direct',0,9,NULL,NULL,'[[11,26]]',1,'PERSON',NULL,'assert','+',0,0.5,'invented',NULL,-4094905192789326358);
INSERT INTO "mentions" VALUES(2,1,'direct',27,35,NULL,NULL,'[[37,57]]',2,'PERSON',NULL,'assert','+',0,0.5,'invented','[{"start":40,"end":41,"exact":"4","value":4,"unit":"percent","low":null,"high":null,"modifier":null,"subject":null,"counted":null,"direction":null,"is_change":false,"as_of":"2031-05"}]',-8994686651954106023);
INSERT INTO "mentions" VALUES(3,2,'direct',0,9,NULL,NULL,'[[11,26]]',1,'PERSON',NULL,'assert','+',0,0.5,'invented',NULL,-4094905192789326358);
INSERT INTO "mentions" VALUES(4,2,'direct',27,36,NULL,NULL,'[[38,44]]',1,'PERSON',NULL,'assert','+',0,0.5,'invented',NULL,-7296944198358075676);
INSERT INTO "mentions" VALUES(5,3,'direct',0,8,NULL,NULL,'[[10,23]]',2,'PERSON',NULL,'assert','+',0,0.5,'invented','[{"start":13,"end":14,"exact":"9","value":9,"unit":"percent","low":null,"high":null,"modifier":null,"subject":null,"counted":null,"direction":null,"is_change":false,"as_of":"2031-05"}]',7232129883897574963);
CREATE TABLE meta(
  key TEXT PRIMARY KEY,
  value
) WITHOUT ROWID;
INSERT INTO "meta" VALUES('epoch',0);
INSERT INTO "meta" VALUES('generation','00c0ffee00c0ffee');
CREATE TABLE outlets(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  domain TEXT,          -- host of the first url seen, without "www."
  country TEXT,         -- from the outlet table, as is owner
  owner TEXT            -- outlets of one owner are one origin
);
INSERT INTO "outlets" VALUES(1,'Tarn Herald',NULL,NULL,NULL);
INSERT INTO "outlets" VALUES(2,'Tarn Mail',NULL,NULL,NULL);
CREATE TABLE redirects(
  old INTEGER PRIMARY KEY,
  new INTEGER NOT NULL REFERENCES claim_ids
);
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
INSERT INTO "revisions" VALUES(1,1,1,X'04DF7611A1E28C2B733ACB1746DDC3F1','A day in Lower Tarn',NULL,'2031-05-01T08:00:00+02:00',NULL,NULL,'invented 1',7,1,1,1,'host:1',1000,1001,1900000000000,50,1,2,1,3,'Ada Brook: The weir holds.
Bo Finch: Up 4 percent in May.');
INSERT INTO "revisions" VALUES(2,2,1,X'F7633201F535BC9E1400A25644BC06F9','A day in Lower Tarn',NULL,'2031-05-01T08:00:00+02:00',NULL,NULL,'invented 1',7,1,1,1,'host:1',1000,1001,1900000000000,50,3,2,4,3,'Ada Brook: The weir holds.
Ada Brook: Zügig!');
INSERT INTO "revisions" VALUES(3,3,1,X'6CDEAF408F7731C0A3DD3CC37B9325D5','A day in Lower Tarn',NULL,'2031-05-01T08:00:00+02:00',NULL,NULL,'invented 1',7,1,1,1,'host:1',1000,1001,1900000000000,50,5,1,7,2,'Bo Finch: Up 9 percent.');
INSERT INTO "revisions" VALUES(4,3,2,X'9804C2EC895B591BFFCD3BC005101D11','A day in Lower Tarn',NULL,'2031-05-01T08:00:00+02:00',NULL,NULL,'invented 1',7,1,1,1,'host:1',1000,1001,1900000000000,50,6,0,9,2,'Nothing was said.');
CREATE TABLE speaker_ids(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);
INSERT INTO "speaker_ids" VALUES(1,'Ada Brook');
INSERT INTO "speaker_ids" VALUES(2,'Bo Finch');
CREATE TABLE speakers(
  id INTEGER PRIMARY KEY REFERENCES speaker_ids,
  type TEXT,
  role TEXT
);
INSERT INTO "speakers" VALUES(1,'PERSON',NULL);
INSERT INTO "speakers" VALUES(2,'PERSON',NULL);
CREATE INDEX redirects_new ON redirects(new);
CREATE INDEX claims_speaker ON claims(speaker) WHERE speaker IS NOT NULL;
CREATE INDEX claims_shared ON claims(origins) WHERE origins >= 2;
CREATE INDEX claims_withdrawn ON claims(mentions) WHERE mentions = 0;
CREATE INDEX mention_claims_claim ON mention_claims(claim);
CREATE INDEX relations_a ON relations(a);
CREATE INDEX relations_b ON relations(b);
COMMIT;
