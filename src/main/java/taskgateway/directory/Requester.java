package taskgateway.directory;

/**
 * On whose behalf a token is made for a consumer that sends none: the provenance of its tasks (specification, sections
 * 4 and 8).
 *
 * @param userId SDS user id, which is also the id of the Practitioner in the token
 * @param prefix of the name, e.g. {@code Dr}
 * @param given  given name
 * @param family family name
 * @param role   job role
 * @param device the system in which the task was written
 */
public record Requester(String userId, String prefix, String given, String family, Role role, Device device) {

    /**
     * A job role.
     *
     * @param code    of the value set {@code sds-job-role-name-1}
     * @param display for people
     */
    public record Role(String code, String display) {
    }

    /**
     * A device.
     *
     * @param id      within the consumer's system
     * @param model   its product's name
     * @param version its product's version
     */
    public record Device(String id, String model, String version) {
    }
}
