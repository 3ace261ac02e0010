-- Keys are compared byte by byte (collation "C"): they are ASCII, and every statement that locks
-- several rows does so in key order, which must mean the same order everywhere.

CREATE TABLE enterprise (
  uscc                             text COLLATE "C" PRIMARY KEY,
  name                             text          NOT NULL,
  kind                             text          NOT NULL CHECK (kind IN ('FT', 'PE')),
  enterprise_class                 smallint      NOT NULL CHECK (enterprise_class BETWEEN 1 AND 4),
  aeo_status                       text          NOT NULL,
  tax_authority                    text          NOT NULL,
  customs_district                 text          NOT NULL,
  customs_code                     text          NOT NULL,
  legal_person                     text          NOT NULL,
  address                          text          NOT NULL,
  processing_trade_share_percent   numeric(5, 2) NOT NULL
    CHECK (processing_trade_share_percent BETWEEN 0 AND 100),
  registered_on                    date          NOT NULL,
  first_declared_on                date,
  suspended                        boolean       NOT NULL,
  version                          bigint        NOT NULL
);

COMMENT ON TABLE enterprise IS
  'Exporters filed for rebates (R310 for one that is not here), from the feed "enterprises".';
COMMENT ON COLUMN enterprise.version IS 'Version of the sender; an older one never overwrites.';

CREATE TABLE green_channel_enrolment (
  uscc        text COLLATE "C" PRIMARY KEY,
  version     integer     NOT NULL CHECK (version >= 1),
  valid_from  date        NOT NULL,
  valid_to    date,
  changed_at  timestamptz NOT NULL
);

COMMENT ON TABLE green_channel_enrolment IS
  'Which filers go into the express lane; a copy of Approval''s enrolments, kept by its messages.';
