CREATE TABLE subscription (
  token TEXT NOT NULL,
  feed INTEGER NOT NULL,
  hub TEXT NOT NULL,
  topic TEXT NOT NULL,
  callback TEXT NOT NULL,
  secret TEXT NOT NULL,
  state VARCHAR(16) NOT NULL,
  asked_at VARCHAR(27),
  next_try_at VARCHAR(27),
  renew_at VARCHAR(27),
  lease_until VARCHAR(27),
  pushed_at VARCHAR(27),
  pushes INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  last_error TEXT,
  CONSTRAINT pk_subscription PRIMARY KEY (token),
  CONSTRAINT ck_subscription_state CHECK (state IN ('wanted', 'asked', 'active', 'denied', 'leaving')),
  CONSTRAINT fk_subscription_feed_feed FOREIGN KEY(feed) REFERENCES feed (number)
);
CREATE TABLE drop_box (
  feed INTEGER NOT NULL,
  waiting INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  stuck INTEGER NOT NULL,
  why TEXT,
  CONSTRAINT pk_drop_box PRIMARY KEY (feed),
  CONSTRAINT fk_drop_box_feed_feed FOREIGN KEY(feed) REFERENCES feed (number)
);
