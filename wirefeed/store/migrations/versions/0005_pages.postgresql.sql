CREATE TABLE owed_page (
  item BIGINT NOT NULL,
  version INTEGER NOT NULL,
  due_at TIMESTAMP WITH TIME ZONE NOT NULL,
  attempts INTEGER NOT NULL,
  last_error TEXT,
  CONSTRAINT pk_owed_page PRIMARY KEY (item),
  CONSTRAINT fk_owed_page_item_item FOREIGN KEY(item) REFERENCES item (number)
);
CREATE INDEX ix_owed_page_due_at ON owed_page (due_at);
CREATE TABLE item_page (
  delivery BIGINT NOT NULL,
  item BIGINT NOT NULL,
  fetched_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_item_page PRIMARY KEY (delivery, item),
  CONSTRAINT fk_item_page_delivery_delivery FOREIGN KEY(delivery) REFERENCES delivery (number),
  CONSTRAINT fk_item_page_item_item FOREIGN KEY(item) REFERENCES item (number)
);
