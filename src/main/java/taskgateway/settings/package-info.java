/**
 * How settings are read, whatever they are: the properties file, the environment that wins over it, types and
 * ranges, and what an operator probably meant by a key that does not exist. What a single setting means is for the
 * package that it configures.
 */
package taskgateway.settings;
