CREATE TABLE agency (
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  quoted_as TEXT NOT NULL,
  timezone TEXT NOT NULL,
  parents TEXT,
  CONSTRAINT pk_agency PRIMARY KEY (key)
);
CREATE TABLE counter (
  name VARCHAR(16) NOT NULL,
  value BIGINT NOT NULL,
  CONSTRAINT pk_counter PRIMARY KEY (name)
);
CREATE TABLE delivery (
  number BIGSERIAL NOT NULL,
  sha256 VARCHAR(64) NOT NULL,
  size BIGINT NOT NULL,
  packing VARCHAR(8) NOT NULL,
  body BYTEA NOT NULL,
  CONSTRAINT pk_delivery PRIMARY KEY (number),
  CONSTRAINT ck_delivery_packing CHECK (packing IN ('raw', 'zlib')),
  CONSTRAINT uq_delivery_sha256 UNIQUE (sha256)
);
CREATE TABLE fingerprint (
  hash BIGINT NOT NULL,
  item BIGINT NOT NULL,
  CONSTRAINT pk_fingerprint PRIMARY KEY (hash, item)
);
CREATE TABLE story (
  id TEXT NOT NULL,
  version INTEGER,
  first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
  latest_item_at TIMESTAMP WITH TIME ZONE NOT NULL,
  dirty_at TIMESTAMP WITH TIME ZONE,
  merged_into TEXT,
  CONSTRAINT pk_story PRIMARY KEY (id),
  CONSTRAINT fk_story_merged_into_story FOREIGN KEY(merged_into) REFERENCES story (id)
);
CREATE INDEX ix_story_dirty ON story (dirty_at) WHERE dirty_at IS NOT NULL;
CREATE INDEX ix_story_latest_item_at ON story (latest_item_at);
CREATE TABLE feed (
  number BIGSERIAL NOT NULL,
  name TEXT NOT NULL,
  agency TEXT NOT NULL,
  url TEXT NOT NULL,
  status VARCHAR(16) NOT NULL,
  etag TEXT,
  last_modified TEXT,
  body_sha256 TEXT,
  digests BYTEA NOT NULL,
  marks TEXT,
  last_polled_at TIMESTAMP WITH TIME ZONE,
  last_success_at TIMESTAMP WITH TIME ZONE,
  last_item_at TIMESTAMP WITH TIME ZONE,
  next_due_at TIMESTAMP WITH TIME ZONE,
  failures INTEGER NOT NULL,
  penalty FLOAT NOT NULL,
  polls INTEGER NOT NULL,
  empty_streak INTEGER NOT NULL,
  interval FLOAT,
  last_error TEXT,
  moved_to TEXT,
  CONSTRAINT pk_feed PRIMARY KEY (number),
  CONSTRAINT uq_feed_name UNIQUE (name),
  CONSTRAINT fk_feed_agency_agency FOREIGN KEY(agency) REFERENCES agency (key)
);
CREATE TABLE story_alias (
  old_id TEXT NOT NULL,
  story_id TEXT NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  reason TEXT NOT NULL,
  CONSTRAINT pk_story_alias PRIMARY KEY (old_id),
  CONSTRAINT ck_story_alias_elsewhere CHECK (old_id <> story_id),
  CONSTRAINT fk_story_alias_old_id_story FOREIGN KEY(old_id) REFERENCES story (id),
  CONSTRAINT fk_story_alias_story_id_story FOREIGN KEY(story_id) REFERENCES story (id)
);
CREATE INDEX ix_story_alias_story_id ON story_alias (story_id);
CREATE TABLE story_event (
  number BIGSERIAL NOT NULL,
  story TEXT NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  kind VARCHAR(16) NOT NULL,
  detail TEXT NOT NULL,
  CONSTRAINT pk_story_event PRIMARY KEY (number),
  CONSTRAINT fk_story_event_story_story FOREIGN KEY(story) REFERENCES story (id)
);
CREATE INDEX ix_story_event_story ON story_event (story);
CREATE TABLE delivery_sighting (
  number BIGSERIAL NOT NULL,
  delivery BIGINT NOT NULL,
  feed BIGINT NOT NULL,
  url TEXT NOT NULL,
  url_hash BYTEA NOT NULL,
  fetched_at TIMESTAMP WITH TIME ZONE NOT NULL,
  content_type TEXT,
  CONSTRAINT pk_delivery_sighting PRIMARY KEY (number),
  CONSTRAINT uq_delivery_sighting_delivery_feed_fetched_at_url_hash UNIQUE (delivery, feed, fetched_at, url_hash),
  CONSTRAINT fk_delivery_sighting_delivery_delivery FOREIGN KEY(delivery) REFERENCES delivery (number),
  CONSTRAINT fk_delivery_sighting_feed_feed FOREIGN KEY(feed) REFERENCES feed (number)
);
CREATE INDEX ix_delivery_sighting_fetched_at ON delivery_sighting (fetched_at);
CREATE TABLE item (
  number BIGSERIAL NOT NULL,
  feed BIGINT NOT NULL,
  guid TEXT NOT NULL,
  name_hash BYTEA NOT NULL,
  version INTEGER NOT NULL,
  shown INTEGER,
  unplaced BOOLEAN NOT NULL,
  published_at TIMESTAMP WITH TIME ZONE NOT NULL,
  first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
  last_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
  stale_since TIMESTAMP WITH TIME ZONE,
  corrected_by BIGINT,
  fingerprinted BOOLEAN NOT NULL,
  CONSTRAINT pk_item PRIMARY KEY (number),
  CONSTRAINT ck_item_version CHECK (version >= 1 AND (shown IS NULL OR shown BETWEEN 1 AND version)),
  CONSTRAINT ck_item_unplaced CHECK (shown IS NOT NULL OR NOT unplaced),
  CONSTRAINT fk_item_feed_feed FOREIGN KEY(feed) REFERENCES feed (number),
  CONSTRAINT uq_item_name_hash UNIQUE (name_hash),
  CONSTRAINT fk_item_corrected_by_item FOREIGN KEY(corrected_by) REFERENCES item (number)
);
CREATE INDEX ix_item_corrected_by ON item (corrected_by) WHERE corrected_by IS NOT NULL;
CREATE INDEX ix_item_fingerprinted ON item (last_seen_at) WHERE fingerprinted;
CREATE INDEX ix_item_published_at ON item (published_at);
CREATE INDEX ix_item_unplaced ON item (published_at) WHERE unplaced;
CREATE TABLE poll (
  number BIGSERIAL NOT NULL,
  feed BIGINT NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  outcome VARCHAR(16) NOT NULL,
  status INTEGER,
  items INTEGER NOT NULL,
  error TEXT,
  seconds FLOAT NOT NULL,
  delivery_sha256 TEXT,
  CONSTRAINT pk_poll PRIMARY KEY (number),
  CONSTRAINT ck_poll_outcome CHECK (outcome IN ('changed', 'not_modified', 'waiting', 'failed', 'refused')),
  CONSTRAINT fk_poll_feed_feed FOREIGN KEY(feed) REFERENCES feed (number)
);
CREATE INDEX ix_poll_at ON poll (at);
CREATE TABLE set_aside (
  number BIGSERIAL NOT NULL,
  hash BYTEA NOT NULL,
  feed BIGINT NOT NULL,
  delivery_sha256 TEXT,
  kind VARCHAR(32) NOT NULL,
  location TEXT NOT NULL,
  message TEXT NOT NULL,
  lost BOOLEAN DEFAULT false NOT NULL,
  first_at TIMESTAMP WITH TIME ZONE NOT NULL,
  last_at TIMESTAMP WITH TIME ZONE NOT NULL,
  times INTEGER DEFAULT 1 NOT NULL,
  CONSTRAINT pk_set_aside PRIMARY KEY (number),
  CONSTRAINT uq_set_aside_hash UNIQUE (hash),
  CONSTRAINT fk_set_aside_feed_feed FOREIGN KEY(feed) REFERENCES feed (number)
);
CREATE TABLE item_key (
  hash BIGINT NOT NULL,
  item BIGINT NOT NULL,
  CONSTRAINT pk_item_key PRIMARY KEY (hash, item),
  CONSTRAINT fk_item_key_item_item FOREIGN KEY(item) REFERENCES item (number)
);
CREATE TABLE item_version (
  number BIGSERIAL NOT NULL,
  item BIGINT NOT NULL,
  version INTEGER NOT NULL,
  held BOOLEAN NOT NULL,
  agency TEXT NOT NULL,
  delivery BIGINT NOT NULL,
  content_hash TEXT NOT NULL,
  pubstatus VARCHAR(16) NOT NULL,
  kind VARCHAR(16) NOT NULL,
  language TEXT NOT NULL,
  published_at TIMESTAMP WITH TIME ZONE NOT NULL,
  received_at TIMESTAMP WITH TIME ZONE NOT NULL,
  dated BOOLEAN NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE,
  embargoed_until TIMESTAMP WITH TIME ZONE,
  urgency INTEGER,
  source_version TEXT,
  url_key TEXT,
  url TEXT,
  slugline TEXT,
  byline TEXT,
  dateline TEXT,
  located TEXT,
  ednote TEXT,
  creditline TEXT,
  copyrightholder TEXT,
  usageterms TEXT,
  image_url TEXT,
  caption TEXT,
  credit TEXT,
  photographer TEXT,
  origin TEXT,
  subjects TEXT,
  links TEXT,
  refers_to TEXT,
  headline TEXT NOT NULL,
  shingles BYTEA NOT NULL,
  features BYTEA NOT NULL,
  summary TEXT NOT NULL,
  text TEXT NOT NULL,
  CONSTRAINT pk_item_version PRIMARY KEY (number),
  CONSTRAINT uq_item_version_item_version UNIQUE (item, version),
  CONSTRAINT ck_item_version_says_something CHECK (headline <> '' OR text <> ''),
  CONSTRAINT ck_item_version_held CHECK (NOT held OR embargoed_until IS NOT NULL),
  CONSTRAINT ck_item_version_pubstatus CHECK (pubstatus IN ('usable', 'withheld', 'canceled')),
  CONSTRAINT fk_item_version_item_item FOREIGN KEY(item) REFERENCES item (number),
  CONSTRAINT fk_item_version_agency_agency FOREIGN KEY(agency) REFERENCES agency (key),
  CONSTRAINT fk_item_version_delivery_delivery FOREIGN KEY(delivery) REFERENCES delivery (number)
);
CREATE INDEX ix_item_version_held ON item_version (embargoed_until) WHERE held;
CREATE TABLE member (
  item BIGINT NOT NULL,
  story TEXT NOT NULL,
  score FLOAT,
  reasons TEXT NOT NULL,
  seated_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_member PRIMARY KEY (item),
  CONSTRAINT fk_member_item_item FOREIGN KEY(item) REFERENCES item (number),
  CONSTRAINT fk_member_story_story FOREIGN KEY(story) REFERENCES story (id)
);
CREATE INDEX ix_member_story ON member (story);
CREATE TABLE near_duplicate (
  later BIGINT NOT NULL,
  earlier BIGINT NOT NULL,
  kind VARCHAR(16) NOT NULL,
  containment FLOAT NOT NULL,
  reasons TEXT,
  CONSTRAINT pk_near_duplicate PRIMARY KEY (later, earlier),
  CONSTRAINT ck_near_duplicate_order CHECK (earlier < later),
  CONSTRAINT ck_near_duplicate_containment CHECK (containment BETWEEN 0 AND 1),
  CONSTRAINT ck_near_duplicate_kind CHECK (kind IN ('exact', 'reprint', 'partial')),
  CONSTRAINT fk_near_duplicate_later_item FOREIGN KEY(later) REFERENCES item (number),
  CONSTRAINT fk_near_duplicate_earlier_item FOREIGN KEY(earlier) REFERENCES item (number)
);
CREATE INDEX ix_near_duplicate_earlier ON near_duplicate (earlier);
CREATE TABLE story_version (
  story TEXT NOT NULL,
  version INTEGER NOT NULL,
  slug TEXT NOT NULL,
  headline TEXT NOT NULL,
  body TEXT NOT NULL,
  caption TEXT NOT NULL,
  credit TEXT NOT NULL,
  image_url TEXT,
  reporting_line TEXT NOT NULL,
  agencies TEXT NOT NULL,
  language TEXT NOT NULL,
  status VARCHAR(16) NOT NULL,
  item_count INTEGER NOT NULL,
  agency_count INTEGER NOT NULL,
  urgency INTEGER,
  located TEXT,
  first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
  latest_item_at TIMESTAMP WITH TIME ZONE NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
  change_seq BIGINT NOT NULL,
  paragraphs INTEGER NOT NULL,
  lead BIGINT,
  notes TEXT NOT NULL,
  CONSTRAINT pk_story_version PRIMARY KEY (story, version),
  CONSTRAINT ck_story_version_version CHECK (version >= 1),
  CONSTRAINT ck_story_version_status CHECK (status IN ('usable', 'withheld', 'canceled')),
  CONSTRAINT fk_story_version_story_story FOREIGN KEY(story) REFERENCES story (id),
  CONSTRAINT uq_story_version_change_seq UNIQUE (change_seq),
  CONSTRAINT fk_story_version_lead_item_version FOREIGN KEY(lead) REFERENCES item_version (number)
);
CREATE INDEX ix_story_version_updated_at ON story_version (updated_at);
CREATE TABLE segment (
  story TEXT NOT NULL,
  version INTEGER NOT NULL,
  part VARCHAR(16) NOT NULL,
  paragraph INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  kind VARCHAR(16) NOT NULL,
  text TEXT NOT NULL,
  source BIGINT,
  field VARCHAR(16),
  source_start INTEGER,
  source_end INTEGER,
  operation TEXT,
  CONSTRAINT pk_segment PRIMARY KEY (story, version, part, paragraph, seq),
  CONSTRAINT fk_segment_story_version_story_version FOREIGN KEY(story, version) REFERENCES story_version (story, version),
  CONSTRAINT ck_segment_part CHECK (part IN ('headline', 'caption', 'credit', 'body')),
  CONSTRAINT ck_segment_kind CHECK (kind IN ('verbatim', 'edit', 'frame')),
  CONSTRAINT ck_segment_field CHECK (field IN ('headline', 'summary', 'text', 'caption', 'credit')),
  CONSTRAINT ck_segment_cited CHECK ((kind = 'frame' AND source IS NULL AND field IS NULL AND source_start IS NULL AND source_end IS NULL AND operation IS NOT NULL) OR (kind <> 'frame' AND source IS NOT NULL AND field IS NOT NULL AND source_start >= 0 AND source_end >= source_start AND source_start IS NOT NULL AND source_end IS NOT NULL)),
  CONSTRAINT ck_segment_verbatim CHECK (kind <> 'verbatim' OR length(text) = source_end - source_start),
  CONSTRAINT ck_segment_operation CHECK (kind <> 'edit' OR operation IS NOT NULL),
  CONSTRAINT fk_segment_source_item_version FOREIGN KEY(source) REFERENCES item_version (number)
);
