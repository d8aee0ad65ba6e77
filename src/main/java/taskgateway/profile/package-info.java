/**
 * The profiles of {@code config/profiles}: read and compiled at start, by a compiler that knows the constructs these
 * profiles use and stops the start at any other, then run on parsed resources. It stands in for HAPI's instance
 * validator, which takes thousands of times as long; the tests hold the two against each other. Other packages see
 * {@code Profiles} alone. Rules that no profile states (the date is today, the profile is asserted) are in {@code
 * check}.
 */
package taskgateway.profile;
