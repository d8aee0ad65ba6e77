package taskgateway.desk;

/**
 * HTTP statuses of answers.
 *
 * @param first the lowest
 * @param last  the highest
 */
public record AnswerStatus(int first, int last) {

    /**
     * One status, as {@code 422}, or a hundred, as {@code 4xx}.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static AnswerStatus of(String text) {
        if (!text.matches("[1-5]([0-9][0-9]|[xX][xX])")) {
            throw new IllegalArgumentException("takes an HTTP status, as 422 or 4xx");
        }
        return new AnswerStatus(Integer.parseInt(text.replaceAll("[xX]", "0")),
                Integer.parseInt(text.replaceAll("[xX]", "9")));
    }
}
