/**
 * The database itself, whatever is kept in it: connections to H2 and to PostgreSQL, migrations, an embedded file
 * that stays small and can be opened by commands, what is said while the database is away, and how values become
 * SQL's. It knows no table's meaning, and no other package of the gateway.
 */
package taskgateway.store.sql;
