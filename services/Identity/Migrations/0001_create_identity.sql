-- Clients, grants and tokens: the columns OpenIddict 7 expects, under our names.
create table open_iddict_application (
    id text primary key,
    application_type varchar(50),
    client_id varchar(100) not null unique,
    client_secret text,
    client_type varchar(50),
    concurrency_token varchar(50),
    consent_type varchar(50),
    display_name text,
    display_names text,
    json_web_key_set text,
    permissions text,
    post_logout_redirect_uris text,
    properties text,
    redirect_uris text,
    requirements text,
    settings text
);

create table open_iddict_scope (
    id text primary key,
    concurrency_token varchar(50),
    description text,
    descriptions text,
    display_name text,
    display_names text,
    name varchar(200) not null unique,
    properties text,
    resources text
);

create table open_iddict_authorization (
    id text primary key,
    application_id text references open_iddict_application (id),
    concurrency_token varchar(50),
    creation_date timestamptz,
    properties text,
    scopes text,
    status varchar(50),
    subject varchar(400),
    type varchar(50)
);

create index open_iddict_authorization_by_application
    on open_iddict_authorization (application_id, status, subject, type);

create table open_iddict_token (
    id text primary key,
    application_id text references open_iddict_application (id),
    authorization_id text references open_iddict_authorization (id),
    concurrency_token varchar(50),
    creation_date timestamptz,
    expiration_date timestamptz,
    payload text,
    properties text,
    redemption_date timestamptz,
    reference_id varchar(100) unique,
    status varchar(50),
    subject varchar(400),
    type varchar(150)
);

create index open_iddict_token_by_application
    on open_iddict_token (application_id, status, subject, type);

create index open_iddict_token_by_authorization on open_iddict_token (authorization_id);

-- People who sign in with a password.
create table account (
    id uuid primary key,
    user_name text not null unique
        check (user_name = lower(user_name) and length(user_name) between 1 and 64),
    password_hash text not null,
    display_name text not null,
    roles text[] not null,
    uscc text check (length(uscc) = 18),
    tax_authority text check (length(tax_authority) = 11),
    is_demo boolean not null,
    failed_sign_ins integer not null default 0 check (failed_sign_ins >= 0),
    locked_until timestamptz
);
