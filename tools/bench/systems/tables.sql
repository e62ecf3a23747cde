-- The tables that an application would have, with the indexes that its questions want.
CREATE TABLE users (tenant text, id text, active boolean NOT NULL, PRIMARY KEY (tenant, id));
CREATE TABLE user_roles (tenant text, user_id text, role text, PRIMARY KEY (tenant, user_id, role));
CREATE TABLE organizations (tenant text, id text, PRIMARY KEY (tenant, id));
CREATE TABLE organization_roles (tenant text, organization text, user_id text, role text, PRIMARY KEY (tenant, organization, user_id, role));
CREATE TABLE engagements (tenant text, id text, organization text NOT NULL, PRIMARY KEY (tenant, id));
CREATE TABLE engagement_auditors (tenant text, engagement text, user_id text, PRIMARY KEY (tenant, engagement, user_id));
CREATE TABLE analyses (tenant text, id text, engagement text NOT NULL, PRIMARY KEY (tenant, id));
CREATE TABLE connections (tenant text, id text, engagement text NOT NULL, PRIMARY KEY (tenant, id));
CREATE TABLE invitations (tenant text, connection text, user_id text, until timestamptz NOT NULL, PRIMARY KEY (tenant, connection, user_id));
CREATE TABLE libraries (tenant text, id text, PRIMARY KEY (tenant, id));
CREATE TABLE clients (tenant text, id text, login text, PRIMARY KEY (tenant, id));
CREATE INDEX ON clients (tenant, login) WHERE login IS NOT NULL;
-- The role is the group that the link needs.
CREATE TABLE client_links (tenant text, client text, user_id text, role text, PRIMARY KEY (tenant, client, user_id, role));
CREATE INDEX ON client_links (tenant, user_id, role, client);
