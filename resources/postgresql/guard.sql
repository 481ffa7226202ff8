-- What the database itself looks after (resources/help/postgresql.md says it for people).
--
-- Written by "newsroom database setup", as often as wanted, in one transaction and as the role that
-- owns the tables. @owner@ and @staff@ stand for the two group roles. Everything here lies in a
-- schema of its own, so that the tables stay those of every other store.
--
-- People are known by their login alone (session_user): what a session says of itself counts for
-- nothing. Refusals carry a code of ours; store/faults.py has the sentence for each:
--   NR001 a story can't begin so      NR002 no such way between two stages
--   NR003 a right is missing (hint)   NR004 it is somebody else's
--   NR005 kept by the store alone     NR006 the login is nobody's
--   NR409 somebody saved meanwhile

-- Who is who. These are asked with every statement: PL/pgSQL keeps their plans for the session, SQL
-- functions would be planned anew each time.

create table if not exists guard.login (
    db_user name primary key,
    staff bigint not null unique,
    made_at timestamptz not null default clock_timestamp(),
    made_by name not null default session_user);
create table if not exists guard.role_right (
    role text not null, "right" text not null, primary key (role, "right"));
create table if not exists guard.house (
    one boolean primary key default true check (one), everyone_sees boolean not null default false);
insert into guard.house default values on conflict do nothing;
create table if not exists guard.stage (stage text primary key);
create table if not exists guard.transition (
    desk text not null, before text not null, after text not null, "right" text not null,
    primary key (desk, before, after));

-- What a story was when a transaction first touched it, and who moved it last.
create table if not exists guard.story (
    article bigint primary key, tx bigint not null default 0, stage text not null default '',
    pubstate text not null default '', words text not null default '',
    moved_from text not null default '', moved_to text not null default '', moved_by bigint);
-- Everybody who ever had a story: began it, or was handed it.
create table if not exists guard.hand (
    person bigint not null, article bigint not null, primary key (person, article));
create table if not exists guard.audit (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    db_user name not null default session_user,
    person bigint, verb text not null, subject text not null, number bigint,
    detail jsonb not null default '{}');
create index if not exists audit_subject on guard.audit (subject, number, id);

-- The pictures themselves: every computer fetches those that it does not have yet.
create table if not exists guard.picture (sha256 text primary key, data bytea not null);

-- An administrator of the server (a superuser, or a member of the owner) is held by nothing here.
create or replace function guard.keeper() returns boolean
language plpgsql stable security definer set search_path = guard, public, pg_temp as $$
begin
    return (select pg_has_role(session_user, @owner_name@, 'member'));
end $$;

create or replace function guard.me() returns bigint
language plpgsql stable security definer set search_path = guard, public, pg_temp as $$
begin
    return (select l.staff from login l join staff s on s.id = l.staff
   where l.db_user = session_user and s.active = 1 and s.collective = 0);
end $$;

create or replace function guard.rights() returns text[]
language plpgsql stable security definer set search_path = guard, public, pg_temp as $$
begin
    return (select coalesce(array_agg(r."right"), '{}') from (
       select rr."right" from login l join staff s on s.id = l.staff
       join role_right rr on rr.role = s.role
       where l.db_user = session_user and s.active = 1 and s.collective = 0
       union
       select jsonb_array_elements_text(nullif(s.rights, '')::jsonb)
       from login l join staff s on s.id = l.staff
       where l.db_user = session_user and s.active = 1 and s.collective = 0) r);
end $$;

create or replace function guard.may(wanted text) returns boolean
language plpgsql stable security definer set search_path = guard, public, pg_temp as $$
begin
    return (select keeper() or wanted = any (rights()));
end $$;

create or replace function guard.need(wanted text) returns void
language plpgsql stable security definer set search_path = guard, public, pg_temp as $$
begin
    if not may(wanted) then
        raise exception '% lacks the right %', session_user, wanted
            using errcode = 'NR003', hint = wanted;
    end if;
end $$;

create or replace function guard.kept(what text) returns void
language plpgsql stable as $$
begin
    raise exception '% is kept by the store', what using errcode = 'NR005';
end $$;

create or replace function guard.who() returns bigint
language plpgsql stable security definer set search_path = guard, public, pg_temp as $$
declare found bigint := me();
begin
    if found is null then
        raise exception '% is nobody here', session_user using errcode = 'NR006';
    end if;
    return found;
end $$;

-- Who sees what.

create or replace function guard.sees_all() returns boolean
language plpgsql stable security definer set search_path = guard, public, pg_temp as $$
begin
    return (select keeper() or (me() is not null and ((select everyone_sees from house)
       or rights() && array['approve', 'publish', 'correct', 'kill', 'manage_staff',
                            'manage_rules'])));
end $$;

-- Who reads and comments without writing is there for the copy of others, once it was sent on.
create or replace function guard.sees_sent() returns boolean
language plpgsql stable security definer set search_path = guard, public, pg_temp as $$
begin
    return (select 'comment' = any (rights()) and not 'edit' = any (rights()));
end $$;

create or replace function guard.sees_books() returns boolean
language plpgsql stable security definer set search_path = guard, public, pg_temp as $$
begin
    return (select may('manage_staff'));
end $$;

create or replace function guard.mine() returns bigint[]
language plpgsql stable security definer set search_path = guard, public, pg_temp as $$
begin
    return (select coalesce(array_agg(m.article), '{}') from (
       select h.article from hand h where h.person = me()
       union select b.article from byline b where b.staff = me()
       union select t.article from mention n join thread t on t.id = n.thread
             where n.person = me()) m);
end $$;

-- Functions with all rights answer for the word index: row rules would keep it from being used.
create or replace function guard.found(query tsquery) returns setof bigint
language sql stable security definer set search_path = guard, public, pg_temp as
$$ select d.article from search_doc d where d.tsv @@ query and (
       (select sees_all()) or exists (select 1 from article a where a.id = d.article and @sight@)) $$;

create or replace function guard.newest(query tsquery, reach integer) returns setof bigint
language sql stable security definer set search_path = guard, public, pg_temp as
$$ select n.article from (
       select d.article, d.tsv from search_doc d where (select sees_all())
           or exists (select 1 from article a where a.id = d.article and @sight@)
       order by d.article desc limit reach) n
   where n.tsv @@ query $$;

-- Two stories must not share a slug, seen or unseen.
create or replace function guard.slug_owner(key text) returns bigint
language sql stable security definer set search_path = guard, public, pg_temp as
$$ select id from article where slug_key = key $$;

create or replace function guard.slugs_like(start text) returns setof text
language sql stable security definer set search_path = guard, public, pg_temp as
$$ select slug_key from article where starts_with(slug_key, start) $$;

-- A picture that a story shows must not be taken away, seen or unseen.
create or replace function guard.shown(wanted text[]) returns setof text
language sql stable security definer set search_path = guard, public, pg_temp as
$$ select distinct u.sha256 from media_use u where u.sha256 = any (wanted) $$;

-- The ways between stages, out of the newsroom's own settings.

create or replace function guard.learn_ways() returns void
language plpgsql security definer set search_path = guard, public, pg_temp as $$
declare flow record; plain jsonb; own text[];
begin
    delete from transition;
    for flow in
        select s.key as desk, s.value::jsonb as kept from setting s
        where s.scope = 'workflow' and jsonb_typeof(s.value::jsonb) = 'object'
        union all
        select '', jsonb_build_object('stages', (
                select jsonb_agg(jsonb_build_array(g.stage)) from stage g), 'moves', null)
        where not exists (select 1 from setting s where s.scope = 'workflow' and s.key = ''
                          and jsonb_typeof(s.value::jsonb) = 'object')
    loop
        plain := flow.kept;
        select coalesce(array_agg(item ->> 0), '{}') into own
            from jsonb_array_elements(plain -> 'stages') item
            where item ->> 0 in (select g.stage from stage g);
        insert into transition
            select flow.desk, b.stage, a.stage,
                   case a.stage when 'ready' then 'approve' else 'send' end
            from stage b, stage a
            where a.stage = any (own) and a.stage <> b.stage
              and 'spiked' not in (a.stage, b.stage)
              and (jsonb_typeof(plain -> 'moves') = 'null' or not b.stage = any (own))
            on conflict do nothing;
        if jsonb_typeof(plain -> 'moves') = 'array' then
            insert into transition
                select flow.desk, m ->> 0, m ->> 1, m ->> 2
                from jsonb_array_elements(plain -> 'moves') m
                where m ->> 0 <> m ->> 1 and 'spiked' not in (m ->> 0, m ->> 1)
                on conflict do nothing;
        end if;
    end loop;
end $$;

create or replace function guard.setting_changed() returns trigger
language plpgsql security definer set search_path = guard, public, pg_temp as $$
begin
    if 'workflow' in (coalesce(new.scope, ''), coalesce(old.scope, '')) then
        perform learn_ways();
    end if;
    return null;
end $$;

-- Stories.

-- All that readers see of a story, as one short text to compare.
create or replace function guard.words(number bigint) returns text
language sql stable security definer set search_path = guard, public, pg_temp as
$$ select md5(concat_ws(E'\x1f', a.kicker, a.headline, a.slug, a.section, a.language, a.byline,
       t.dek, t.dateline, t.short_headline, t.direction, t.picture, encode(t.digest, 'hex'),
       (select string_agg(g.tag, E'\x1e' order by g.position) from article_tag g
        where g.article = a.id)))
   from article a left join article_text t on t.article = a.id where a.id = number $$;

create or replace function guard.article_written() returns trigger
language plpgsql security definer set search_path = guard, public, pg_temp as $$
declare
    who bigint;
    was guard.story;
    now_tx bigint := txid_current();
    news text[];
    needed text;
    their_desk text;
    due boolean := false;
begin
    if keeper() then
        if tg_op = 'UPDATE' and new.stage <> old.stage then
            insert into story as s (article, moved_from, moved_to)
                values (new.id, old.stage, new.stage)
                on conflict (article) do update
                set moved_from = excluded.moved_from, moved_to = excluded.moved_to, moved_by = null;
        end if;
        return new;
    end if;
    who := who();
    if tg_op = 'INSERT' then
        perform need('edit');
        if new.stage = 'spiked' then
            raise exception 'a story does not begin on the spike' using errcode = 'NR001';
        end if;
        if new.pubstate <> 'none' or new.published_at is not null or new.publish_at is not null
            or new.pinned <> 0 then
            perform need('publish');
        elsif new.stage = 'ready' then
            perform need('approve');
        end if;
        if new.assignee is distinct from who and new.assignee is not null and not may('send') then
            perform need('send');
        end if;
        new.version := 1;
        new.updated_by := who;
        new.comments_open := 0;
        new.suggestions_open := 0;
        insert into story (article, tx) values (new.id, now_tx);
        insert into hand values (who, new.id) on conflict do nothing;
        if new.assignee is not null then
            insert into hand values (new.assignee, new.id) on conflict do nothing;
        end if;
        return new;
    end if;

    select coalesce(array_agg(n.key), '{}') into news
        from jsonb_each(to_jsonb(new)) n
        where n.value is distinct from to_jsonb(old) -> n.key;
    if news <@ array['comments_open', 'suggestions_open'] then
        -- Nobody tells the list how much is open; it is counted.
        new.comments_open := (
            select count(*) from thread t where t.article = new.id and t.state = 'open');
        new.suggestions_open := (
            select coalesce(sum(g.changes), 0) from suggestion g
            where g.article = new.id and g.state = 'open');
        return new;
    end if;
    if news && array['id', 'uid', 'created_at'] then
        perform kept('the name of a story');
    end if;
    if new.version <> old.version + 1 then
        raise exception 'the story stands at version %, not %', old.version, new.version - 1
            using errcode = 'NR409';
    end if;
    new.comments_open := old.comments_open;
    new.suggestions_open := old.suggestions_open;
    -- The time of a scheduled story has come: it goes out by whatever window is there.
    due := old.pubstate = 'scheduled' and new.pubstate in ('published', 'corrected')
        and old.publish_at <= extract(epoch from clock_timestamp()) * 1000000;
    -- Besides oneself only these may be named: who holds the story for editing (their unsaved
    -- text), and who scheduled it.
    if new.updated_by is distinct from who and not exists (
        select 1 from edit_lock k where k.article = new.id and k.person = new.updated_by
        union all
        select 1 from schedule k where due and k.article = new.id and k.who = new.updated_by
    ) then
        new.updated_by := who;
    end if;

    select * into was from story s where s.article = new.id;
    if new.stage <> old.stage then
        if new.stage = 'spiked' then
            perform need('send');
        elsif old.stage = 'spiked' then
            perform need('send');
            if new.stage = 'ready' and was.moved_from is distinct from 'ready' then
                perform need('approve');
            end if;
        elsif was.moved_by = who and was.moved_to = old.stage and was.moved_from = new.stage then
            null; -- one's own last move, taken back
        else
            their_desk := case when exists (select 1 from transition t where t.desk = old.desk)
                               then old.desk else '' end;
            select t."right" into needed from transition t
                where t.desk = their_desk and t.before = old.stage and t.after = new.stage;
            if needed is null then
                raise exception 'no way from % to %', old.stage, new.stage
                    using errcode = 'NR002', detail = old.stage || '>' || new.stage;
            end if;
            perform need(needed);
        end if;
        insert into audit (person, verb, subject, number, detail)
            values (who, 'stage', 'article', new.id,
                    jsonb_build_object('from', old.stage, 'to', new.stage));
    end if;
    if new.pubstate <> old.pubstate then
        if new.pubstate = 'withdrawn' then
            perform need('kill');
            if not exists (select 1 from withdrawal w where w.article = new.id and w.kind = 'kill'
                           and w.state = 'done' and w.settled_by = who) then
                perform kept('a kill that one person asked for and another agreed to');
            end if;
        elsif old.pubstate in ('published', 'corrected')
            and new.pubstate in ('published', 'corrected') then
            perform need('correct');
        elsif not due then
            perform need('publish');
            if old.pubstate = 'withdrawn' then
                perform need('kill');
            end if;
        end if;
        insert into audit (person, verb, subject, number, detail)
            values (who, 'pubstate', 'article', new.id,
                    jsonb_build_object('from', old.pubstate, 'to', new.pubstate));
    elsif new.published_at is distinct from old.published_at then
        if old.pubstate not in ('published', 'corrected') then
            perform need('publish');
        end if;
        perform need('correct');
    end if;
    if new.assignee is distinct from old.assignee then
        perform need('send');
        if new.assignee is not null then
            insert into hand values (new.assignee, new.id) on conflict do nothing;
        end if;
    end if;
    if new.pinned <> old.pinned then
        perform need('publish');
    end if;
    if (old.legal = 'required' and new.legal <> 'required')
        or (old.pictures = 'required' and new.pictures <> 'required')
        or (old.not_for_publication <> 0 and new.not_for_publication = 0) then
        perform need('approve');
    end if;
    -- Microseconds since 1970, as the tables keep moments.
    if old.embargo_until > extract(epoch from clock_timestamp()) * 1000000
        and (new.embargo_until is null or new.embargo_until < old.embargo_until) then
        perform need('publish');
    end if;
    if new.publish_at is distinct from old.publish_at and new.pubstate = old.pubstate then
        perform need('publish');
    end if;
    if news && array['due_at'] and not may('send') then
        perform need('edit');
    end if;
    if not news <@ array['version', 'updated_at', 'updated_by', 'standing', 'stage', 'pubstate',
                         'published_at', 'publish_at', 'assignee', 'pinned', 'due_at', 'comments_open',
                         'suggestions_open'] then
        perform need('edit');
    end if;

    insert into story as s (article, tx, stage, pubstate, words)
        values (new.id, now_tx, old.stage, old.pubstate, guard.words(old.id))
        on conflict (article) do update
        set tx = excluded.tx, stage = excluded.stage, pubstate = excluded.pubstate,
            words = excluded.words
        where s.tx <> excluded.tx;
    if new.stage <> old.stage then
        update story s set moved_from = old.stage, moved_to = new.stage, moved_by = who
            where s.article = new.id;
    end if;
    insert into hand values (who, new.id) on conflict do nothing;
    return new;
end $$;

-- At the end of a transaction: every save is a revision, and approved or published words were
-- changed by who may.
create or replace function guard.article_settled() returns trigger
language plpgsql security definer set search_path = guard, public, pg_temp as $$
declare was guard.story; stands record;
begin
    if keeper() or (tg_op = 'UPDATE' and new.version = old.version) then
        return null;
    end if;
    if not exists (
        select 1 from revision r where r.article = new.id and r.number = new.version
    ) then
        perform kept('a story without its revision');
    end if;
    if tg_op = 'INSERT' then
        return null;
    end if;
    select * into was from story s where s.article = new.id;
    select a.stage, a.pubstate into stands from article a where a.id = new.id;
    if was.words is distinct from guard.words(new.id) then
        if was.pubstate in ('published', 'corrected')
            and stands.pubstate in ('published', 'corrected') then
            perform need('correct');
        elsif was.stage = 'ready' and stands.stage = 'ready' then
            perform need('approve');
        end if;
    end if;
    return null;
end $$;

-- Whether this very transaction changes the story: what stands beside it changes with it alone.
create or replace function guard.touched(number bigint) returns void
language plpgsql stable security definer set search_path = guard, public, pg_temp as $$
begin
    if not exists (select 1 from story s where s.article = number and s.tx = txid_current()) then
        perform kept('what belongs to a story');
    end if;
end $$;

create or replace function guard.beside_story() returns trigger
language plpgsql security definer set search_path = guard, public, pg_temp as $$
begin
    if keeper() then
        return coalesce(new, old);
    end if;
    perform touched(coalesce(new.article, old.article));
    if tg_op = 'UPDATE' and new.article <> old.article then
        perform kept('what belongs to a story');
    end if;
    return coalesce(new, old);
end $$;

create or replace function guard.text_written() returns trigger
language plpgsql security definer set search_path = guard, public, pg_temp as $$
begin
    if keeper() then
        return new;
    end if;
    perform touched(new.article);
    if new.digest <> sha256(convert_to(new.body, 'UTF8')) then
        perform kept('the seal of a text');
    end if;
    return new;
end $$;

create or replace function guard.revision_written() returns trigger
language plpgsql security definer set search_path = guard, public, pg_temp as $$
declare who bigint;
begin
    if keeper() then
        return new;
    end if;
    who := who();
    perform touched(new.article);
    if new.number <> (select a.version from article a where a.id = new.article) then
        perform kept('the number of a revision');
    end if;
    if not exists (
        select 1 from edit_lock k
        where new.kind = 'unsaved' and k.article = new.article and k.person = new.author
        union all
        select 1 from schedule k join story s on s.article = k.article
        where new.kind = 'publish' and s.pubstate = 'scheduled'
            and k.article = new.article and k.who = new.author
    ) then
        new.author := who;
    end if;
    return new;
end $$;

-- People.

create or replace function guard.staff_written() returns trigger
language plpgsql security definer set search_path = guard, public, pg_temp as $$
declare who bigint;
begin
    if not keeper() then
        who := who();
        if tg_op = 'INSERT' then
            perform need('manage_staff');
        elsif new.id <> old.id or new.uid <> old.uid then
            perform kept('the name of an entry');
        elsif new.version <> old.version + 1 then
            raise exception 'the entry stands at version %', old.version using errcode = 'NR409';
        elsif old.id <> who or (new.role, new.active, new.collective, new.desks, new.rights)
            is distinct from (old.role, old.active, old.collective, old.desks, old.rights) then
            perform need('manage_staff');
        end if;
    end if;
    if tg_op = 'UPDATE' and (new.role, new.active, new.rights)
        is distinct from (old.role, old.active, old.rights) then
        insert into audit (person, verb, subject, number, detail)
            values (me(), 'rights', 'staff', new.id, jsonb_build_object(
                'role', new.role, 'rights', new.rights, 'active', new.active));
    end if;
    return new;
end $$;

-- The review desk: who signs is who is logged in.

create or replace function guard.thread_written() returns trigger
language plpgsql security definer set search_path = guard, public, pg_temp as $$
begin
    if keeper() then
        return new;
    end if;
    perform need('comment');
    if tg_op = 'INSERT' then
        new.author := who();
    elsif (new.id, new.uid, new.article, new.author, new.created_at)
        is distinct from (old.id, old.uid, old.article, old.author, old.created_at) then
        perform kept('who began a talk');
    end if;
    return new;
end $$;

create or replace function guard.comment_written() returns trigger
language plpgsql security definer set search_path = guard, public, pg_temp as $$
declare who bigint;
begin
    if keeper() then
        return new;
    end if;
    who := who();
    perform need('comment');
    if tg_op = 'INSERT' then
        new.author := who;
    elsif (new.id, new.thread, new.author, new.created_at)
        is distinct from (old.id, old.thread, old.author, old.created_at) then
        perform kept('who said it');
    elsif old.author is distinct from who then
        if new.words <> '' or new.removed_at is null then
            raise exception 'somebody else said this' using errcode = 'NR004';
        end if;
        perform need('approve');
    end if;
    return new;
end $$;

create or replace function guard.mention_written() returns trigger
language plpgsql security definer set search_path = guard, public, pg_temp as $$
declare said bigint;
begin
    if keeper() then
        return coalesce(new, old);
    end if;
    select c.author into said from comment c where c.id = coalesce(new.comment, old.comment);
    if said is distinct from who() and (tg_op = 'INSERT' or not may('approve')) then
        raise exception 'somebody else said this' using errcode = 'NR004';
    end if;
    return coalesce(new, old);
end $$;

create or replace function guard.suggestion_written() returns trigger
language plpgsql security definer set search_path = guard, public, pg_temp as $$
declare who bigint;
begin
    if keeper() then
        return new;
    end if;
    who := who();
    if tg_op = 'INSERT' then
        perform need('suggest');
        new.author := who;
    elsif (new.id, new.uid, new.article, new.author, new.created_at)
        is distinct from (old.id, old.uid, old.article, old.author, old.created_at) then
        perform kept('who suggested it');
    elsif old.author <> who then
        perform need('edit');
    else
        perform need('suggest');
    end if;
    return new;
end $$;

-- Rows that somebody signs: the first argument is the column, the second the right (or several).
create or replace function guard.signed() returns trigger
language plpgsql security definer set search_path = guard, public, pg_temp as $$
begin
    if keeper() then
        return coalesce(new, old);
    end if;
    if tg_nargs > 1 and not exists (
        select 1 from unnest(string_to_array(tg_argv[1], ' ')) r where may(r)
    ) then
        perform need(split_part(tg_argv[1], ' ', 1));
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    if tg_op = 'INSERT' then
        new := jsonb_populate_record(new, jsonb_build_object(tg_argv[0], who()));
    elsif to_jsonb(new) -> tg_argv[0] is distinct from to_jsonb(old) -> tg_argv[0] then
        if tg_nargs > 2 then -- it may pass to oneself
            new := jsonb_populate_record(new, jsonb_build_object(tg_argv[0], who()));
        else
            perform kept('who signed it');
        end if;
    end if;
    return new;
end $$;

-- Rows that take a right: for adding, and (second argument) for changing and taking away.
create or replace function guard.held() returns trigger
language plpgsql security definer set search_path = guard, public, pg_temp as $$
begin
    if not keeper() then
        perform who();
        perform need(case tg_op when 'INSERT' then tg_argv[0] else tg_argv[tg_nargs - 1] end);
    end if;
    return coalesce(new, old);
end $$;

create or replace function guard.term_written() returns trigger
language plpgsql security definer set search_path = guard, public, pg_temp as $$
declare which text := coalesce(new.list, old.list);
begin
    if keeper() then
        return coalesce(new, old);
    end if;
    perform who();
    if which <> @house_words@ then -- everybody keeps the dictionary
        perform need(case when which = 'tags' or tg_op = 'INSERT' then 'edit'
                     else 'manage_rules' end);
    end if;
    return coalesce(new, old);
end $$;

-- A story is withdrawn for good by two people.
create or replace function guard.withdrawal_written() returns trigger
language plpgsql security definer set search_path = guard, public, pg_temp as $$
declare who bigint;
begin
    if keeper() then
        return new;
    end if;
    who := who();
    perform need(case new.kind when 'kill' then 'kill' else 'publish' end);
    if tg_op = 'INSERT' then
        new.asked_by := who;
        if new.kind = 'kill' and new.state <> 'asked' then
            perform kept('a withdrawal that nobody agreed to');
        end if;
        if new.settled_at is not null then
            new.settled_by := who;
        end if;
    elsif new.settled_by is distinct from old.settled_by then
        new.settled_by := who;
    end if;
    if new.kind = 'kill' and new.state = 'done' and new.settled_by is not distinct from new.asked_by
    then
        raise exception 'a second person has to agree' using errcode = 'NR004';
    end if;
    return new;
end $$;

-- When its time has come, any window publishes what somebody with the right to has scheduled.
create or replace function guard.schedule_written() returns trigger
language plpgsql security definer set search_path = guard, public, pg_temp as $$
begin
    if keeper() then
        return new;
    end if;
    perform who();
    if tg_op = 'INSERT' and exists (
        select 1 from schedule k where k.article = new.article
        and k.who is not distinct from new.who and k.override = new.override
    ) then
        return new; -- it is an update, which comes next
    end if;
    if tg_op = 'INSERT' or (new.who, new.override) is distinct from (old.who, old.override) then
        perform need('publish');
        new.who := who();
    end if;
    return new;
end $$;

-- Any window may carry a parcel; who ordered it had the right to.
create or replace function guard.delivery_written() returns trigger
language plpgsql security definer set search_path = guard, public, pg_temp as $$
begin
    if keeper() then
        return new;
    end if;
    if tg_op = 'INSERT' then
        new.who := who();
        if new.standing = 'withdraw' then
            -- Whoever takes a story back has it taken back wherever it stands.
            if not may('kill') then
                perform need('publish');
            end if;
        else
            perform need(case new.standing when 'draft' then 'send' else 'publish' end);
        end if;
    elsif (new.standing, new.article, new.target, new.who)
        is distinct from (old.standing, old.article, old.target, old.who) then
        perform kept('an order');
    end if;
    return new;
end $$;

create or replace function guard.info_written() returns trigger
language plpgsql security definer set search_path = guard, public, pg_temp as $$
begin
    if new.change_seq <= old.change_seq and not keeper() then
        perform guard.kept('the count of changes');
    end if;
    return new;
end $$;

create or replace function guard.act_written() returns trigger
language plpgsql security definer set search_path = guard, public, pg_temp as $$
begin
    if not keeper() then
        new.actor := who();
    end if;
    return new;
end $$;

create or replace function guard.picture_written() returns trigger
language plpgsql security definer set search_path = guard, public, pg_temp as $$
begin
    if not keeper() then
        perform who();
        perform need('edit');
    end if;
    if new.sha256 <> encode(sha256(new.data), 'hex') then
        perform kept('the seal of a picture');
    end if;
    return new;
end $$;

-- Word to the other windows, whoever wrote and by whatever program.
create or replace function guard.tell() returns trigger
language plpgsql as $$
begin
    perform pg_notify(@channel@, '');
    return null;
end $$;

-- What the newsroom reads is set by whoever looks after its lists; any window may read it.
create or replace function guard.wire_feed_written() returns trigger
language plpgsql security definer set search_path = guard, public, pg_temp as $$
begin
    if keeper() then
        return coalesce(new, old);
    end if;
    perform who();
    if tg_op <> 'UPDATE' or
        (new.name, new.minutes, new.rights, new.section, new.language, new.live)
        is distinct from
        (old.name, old.minutes, old.rights, old.section, old.language, old.live)
        or new.address <> old.address then
        perform need('manage_rules');
    else
        perform need('edit');
    end if;
    return coalesce(new, old);
end $$;

-- What was there before the guard came, or came by a restore.
create or replace function guard.learn() returns void
language plpgsql security definer set search_path = guard, public, pg_temp as $$
begin
    perform learn_ways();
    insert into hand
        select distinct r.author, r.article from revision r join staff s on s.id = r.author
        where r.number = 1
        union select a.assignee, a.id from article a where a.assignee is not null
        on conflict do nothing;
    insert into story (article, moved_from, moved_to)
        select a.id, t.stage_before, 'spiked' from article a
        join article_text t on t.article = a.id
        where a.stage = 'spiked' and t.stage_before <> ''
        on conflict do nothing;
    delete from login l where not exists (select 1 from staff s where s.id = l.staff);
end $$;
