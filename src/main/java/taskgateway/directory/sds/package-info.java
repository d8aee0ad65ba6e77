/**
 * Providers looked up in the Spine Directory Service, by LDAP or by its FHIR API (specification, section 11): the
 * two protocols, the short time for which an answer is used, and what a failed look-up means to a sender. It is
 * reached only through the interface {@code Providers}; LDAP and the API's resources are known nowhere else.
 */
package taskgateway.directory.sds;
