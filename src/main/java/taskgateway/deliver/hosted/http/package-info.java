/**
 * The transport {@code HOSTED_HTTP}: a task is posted to the endpoint of a legacy system. What it has in common with
 * other transports stands in {@link taskgateway.deliver.hosted}, and nothing else may depend on it.
 */
package taskgateway.deliver.hosted.http;
