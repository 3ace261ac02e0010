-- Keys are compared byte by byte (collation "C"): they are ASCII, and every statement that locks
-- several rows does so in key order, which must mean the same order everywhere.

-- The day of an instant in the zone of the tax authority: the service names it on its connections
-- (setting Authority:TimeZone); whoever looks from elsewhere gets the usual one.
CREATE FUNCTION authority_day(instant timestamptz) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT (instant AT TIME ZONE coalesce(
    nullif(current_setting('rebateflow.time_zone', true), ''), 'Asia/Shanghai'))::date
$$;

CREATE TABLE enterprise (
  uscc                             text COLLATE "C" PRIMARY KEY,
  name                             text          NOT NULL,
  kind                             text          NOT NULL CHECK (kind IN ('FT', 'PE', 'CS')),
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

-- Officers list the enterprises of their authority in the order of the codes.
CREATE INDEX enterprise_tax_authority_uscc ON enterprise (tax_authority, uscc);

COMMENT ON TABLE enterprise IS
  'Exporters filed for rebates (R310 for one that is not here), from the feed "enterprises".';
COMMENT ON COLUMN enterprise.version IS 'Version of the sender; an older one never overwrites.';

-- Records that are only added to.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;

-- Classes of enterprises as rows with a first day. The class in force on a day is that of the row
-- with the latest first day, of several the one set last. Rows are added and never changed.
CREATE TABLE enterprise_class (
  class_no          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  uscc              text COLLATE "C" NOT NULL,
  enterprise_class  smallint    NOT NULL CHECK (enterprise_class BETWEEN 1 AND 4),
  valid_from        date        NOT NULL,
  source            text        NOT NULL CHECK (source IN ('OFFICER', 'FEED')),
  reason            text        NOT NULL,
  set_by            text        NOT NULL,
  set_at            timestamptz NOT NULL,
  checklist         jsonb
);

CREATE INDEX enterprise_class_uscc ON enterprise_class (uscc, valid_from DESC, class_no DESC);

CREATE TRIGGER enterprise_class_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
  ON enterprise_class FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

COMMENT ON COLUMN enterprise_class.checklist IS 'The officer''s answer to every criterion.';

-- Changes of the other entries that cases and criteria rest on.
CREATE TABLE enterprise_change (
  change_no   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  uscc        text COLLATE "C" NOT NULL,
  field       text        NOT NULL,
  before      text        NOT NULL,
  after       text        NOT NULL,
  changed_at  timestamptz NOT NULL,
  version     bigint      NOT NULL
);

CREATE INDEX enterprise_change_uscc ON enterprise_change (uscc, change_no DESC);

CREATE TRIGGER enterprise_change_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
  ON enterprise_change FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The feed of enterprises brings a class too: a class other than the feed's last one begins today.
-- A feed that repeats its class does not undo what an officer set.
CREATE FUNCTION note_enterprise() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO enterprise_class (
      uscc, enterprise_class, valid_from, source, reason, set_by, set_at)
    VALUES (NEW.uscc, NEW.enterprise_class, NEW.registered_on, 'FEED', '', 'feed', now());
    RETURN NULL;
  END IF;
  IF NEW.enterprise_class <> OLD.enterprise_class THEN
    INSERT INTO enterprise_class (
      uscc, enterprise_class, valid_from, source, reason, set_by, set_at)
    VALUES (NEW.uscc, NEW.enterprise_class, authority_day(now()), 'FEED',
      '', 'feed', now());
  END IF;
  INSERT INTO enterprise_change (uscc, field, before, after, changed_at, version)
  SELECT NEW.uscc, c.field, c.before, c.after, now(), NEW.version
  FROM (VALUES
    ('aeoStatus', OLD.aeo_status, NEW.aeo_status),
    ('processingTradeSharePercent', OLD.processing_trade_share_percent::text,
      NEW.processing_trade_share_percent::text),
    ('taxAuthority', OLD.tax_authority, NEW.tax_authority),
    ('firstDeclaredOn', coalesce(OLD.first_declared_on::text, ''),
      coalesce(NEW.first_declared_on::text, '')),
    ('suspended', OLD.suspended::text, NEW.suspended::text))
    AS c (field, before, after)
  WHERE c.before <> c.after;
  RETURN NULL;
END $$;

CREATE TRIGGER enterprise_is_noted AFTER INSERT OR UPDATE ON enterprise
  FOR EACH ROW EXECUTE FUNCTION note_enterprise();

CREATE TABLE green_channel_enrolment (
  uscc        text COLLATE "C" PRIMARY KEY,
  version     integer     NOT NULL CHECK (version >= 1),
  valid_from  date        NOT NULL,
  valid_to    date,
  changed_at  timestamptz NOT NULL
);

COMMENT ON TABLE green_channel_enrolment IS
  'Which filers go into the express lane; a copy of Approval''s enrolments, kept by its messages.';
