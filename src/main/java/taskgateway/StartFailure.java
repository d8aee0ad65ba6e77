package taskgateway;

/** Why the gateway did not start, in one line. */
final class StartFailure extends RuntimeException {

    StartFailure(Throwable failure) {
        super(reason(failure), failure);
    }

    /** The innermost message: the others only say that something failed on the way. */
    private static String reason(Throwable failure) {
        String reason = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException || cause instanceof IllegalStateException || cause.getCause() == null) {
                reason = cause.getMessage() == null ? reason : cause.getMessage();
            }
            if (reason != null && (cause instanceof IllegalArgumentException || cause instanceof IllegalStateException)) {
                break;
            }
        }
        return reason == null ? "unknown reason" : reason.lines().findFirst().orElse("unknown reason");
    }
}
