/**
 * The program: it reads the settings, puts the parts of the gateway together under the names that {@code routes/}
 * uses, starts Camel and tells the operator what it did. Only what belongs to the start as a whole lives here; a
 * decision about a task lives in the package that is named after it. This package knows all others, so none of them
 * should need it.
 */
package taskgateway;
