CREATE TABLE subscription (
  token TEXT NOT NULL,
  feed BIGINT NOT NULL,
  hub TEXT NOT NULL,
  topic TEXT NOT NULL,
  callback TEXT NOT NULL,
  secret TEXT NOT NULL,
  state VARCHAR(16) NOT NULL,
  asked_at TIMESTAMP WITH TIME ZONE,
  next_try_at TIMESTAMP WITH TIME ZONE,
  renew_at TIMESTAMP WITH TIME ZONE,
  lease_until TIMESTAMP WITH TIME ZONE,
  pushed_at TIMESTAMP WITH TIME ZONE,
  pushes INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  last_error TEXT,
  CONSTRAINT pk_subscription PRIMARY KEY (token),
  CONSTRAINT ck_subscription_state CHECK (state IN ('wanted', 'asked', 'active', 'denied', 'leaving')),
  CONSTRAINT fk_subscription_feed_feed FOREIGN KEY(feed) REFERENCES feed (number)
);
CREATE TABLE drop_box (
  feed BIGINT NOT NULL,
  waiting INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  stuck INTEGER NOT NULL,
  why TEXT,
  CONSTRAINT pk_drop_box PRIMARY KEY (feed),
  CONSTRAINT fk_drop_box_feed_feed FOREIGN KEY(feed) REFERENCES feed (number)
);
