/**
 * What can be said of a request that fails: the catalogue of rules with their status and code, the layers in their
 * order, findings, and the outcome that the sender gets (specification, section 6). It says nothing of how a rule is
 * checked, depends on no other package and does no input or output: every package that refuses something uses it.
 */
package taskgateway.rules;
