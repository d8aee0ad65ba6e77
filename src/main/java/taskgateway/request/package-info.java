/**
 * A request as it came in, before anything has been believed, and the words in which it is spoken of: its headers,
 * its target, its transport, what it asks for and of whom. These are values without rules: whether they are right is
 * for {@code check}. Whoever receives makes them, every later step reads them, and nothing here depends on a
 * transport.
 */
package taskgateway.request;
