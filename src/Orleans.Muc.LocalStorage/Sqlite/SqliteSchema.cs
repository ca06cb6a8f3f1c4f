namespace Orleans.Muc.LocalStorage.Sqlite;

/// <summary>What the file looks like, by version. A version that has been released is never edited: changes are another step.</summary>
internal static class SqliteSchema
{
    /// <summary>Marks the file as ours ("OMuc"), in <c>PRAGMA application_id</c>.</summary>
    public const long ApplicationId = 0x4F4D7563;

    private static readonly string[] Steps =
    [
        // 1: the fence is the epoch of a room's partition; opening counts how often the file was opened, for tags that never come back.
        """
        CREATE TABLE opening (only INTEGER PRIMARY KEY CHECK (only = 1), count INTEGER NOT NULL);
        INSERT INTO opening VALUES (1, 0);
        CREATE TABLE state (
            name TEXT NOT NULL, grain TEXT NOT NULL, tag TEXT NOT NULL, body BLOB NOT NULL,
            PRIMARY KEY (name, grain)) WITHOUT ROWID;
        CREATE TABLE fence (
            room TEXT NOT NULL, incarnation INTEGER NOT NULL, epoch INTEGER NOT NULL,
            PRIMARY KEY (room, incarnation)) WITHOUT ROWID;
        CREATE TABLE member (
            room TEXT NOT NULL, incarnation INTEGER NOT NULL, jid TEXT NOT NULL,
            affiliation INTEGER NOT NULL, nick TEXT, reason TEXT,
            PRIMARY KEY (room, incarnation, jid)) WITHOUT ROWID;
        CREATE TABLE log (
            room TEXT NOT NULL, incarnation INTEGER NOT NULL, id TEXT NOT NULL,
            nick TEXT NOT NULL, sender TEXT NOT NULL, session TEXT NOT NULL, counter INTEGER NOT NULL,
            served INTEGER NOT NULL, head BLOB NOT NULL, tail BLOB NOT NULL,
            PRIMARY KEY (room, incarnation, id)) WITHOUT ROWID;
        """,

        // 2: the last message shown to who has the nick reserved.
        "ALTER TABLE member ADD COLUMN shown TEXT;",

        // 3: the hats that somebody wears.
        "ALTER TABLE member ADD COLUMN hats TEXT;",

        // 4: the room's vCard, which may be large: no part of a row that is read for anything else.
        """
        CREATE TABLE card (
            room TEXT NOT NULL, incarnation INTEGER NOT NULL, xml BLOB NOT NULL,
            PRIMARY KEY (room, incarnation));
        """,

        // 5: what affiliations were before the last changes of the list.
        """
        CREATE TABLE past_affiliation (
            room TEXT NOT NULL, incarnation INTEGER NOT NULL, version INTEGER NOT NULL,
            jid TEXT NOT NULL, affiliation INTEGER NOT NULL,
            PRIMARY KEY (room, incarnation, version)) WITHOUT ROWID;
        """,

        // 6: the archive: served records in order, those of one nickname, those of one user, and their words. A place is an archive; entries of one are numbered in the order of their ids, except in those of
        // word_disorder. The words are kept without the text they came from.
        """
        CREATE INDEX log_served ON log (room, incarnation, served, id);
        CREATE INDEX log_nick ON log (room, incarnation, nick, id) WHERE served = 1;
        CREATE INDEX log_sender ON log (room, incarnation, substr(sender, 1, instr(sender || '/', '/') - 1), id) WHERE served = 1;
        CREATE TABLE word_entry (
            number INTEGER PRIMARY KEY, place TEXT NOT NULL, id TEXT NOT NULL,
            UNIQUE (place, id));
        CREATE TABLE word_disorder (place TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID;
        CREATE VIRTUAL TABLE word USING fts5(marks, words, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2');
        """,

        // 7: the messages of users, and those with one contact: the bare address leads, the resource only narrows it.
        """
        CREATE TABLE letter (
            account TEXT NOT NULL, id TEXT NOT NULL, bare TEXT NOT NULL, resource TEXT, head BLOB NOT NULL, tail BLOB NOT NULL,
            PRIMARY KEY (account, id)) WITHOUT ROWID;
        CREATE INDEX letter_with ON letter (account, bare, id);
        """,

        // 8: up to where the messages of rooms have been looked through that were stored before step 6; nothing when there are none to look through.
        """
        CREATE TABLE word_backlog (only INTEGER PRIMARY KEY CHECK (only = 1), room TEXT NOT NULL, incarnation INTEGER NOT NULL, id TEXT NOT NULL);
        INSERT INTO word_backlog SELECT 1, '', 0, '' WHERE EXISTS (SELECT 1 FROM log WHERE served = 1);
        """,
    ];

    public static int Version => Steps.Length;

    /// <summary>Brings a file of any earlier version, 0 for a new one, up to <see cref="Version"/>: in one transaction, so all of it or nothing.</summary>
    public static void Upgrade(SqliteRows rows, int from)
    {
        rows.Execute("BEGIN IMMEDIATE");
        foreach (var step in Steps.AsSpan(from))
            rows.Execute(step);
        // Pragmas take no parameters; both values are numbers of this class.
        rows.Execute($"PRAGMA application_id = {ApplicationId}");
        rows.Execute($"PRAGMA user_version = {Version}");
        rows.Execute("COMMIT");
    }
}
