package taskgateway;

import org.apache.camel.PropertyBindingException;

/** Why the gateway did not start, in one line. */
public final class StartFailure extends RuntimeException {

    private static final int LONGEST = 600;

    public StartFailure(Throwable failure) {
        super(reason(failure), failure);
    }

    /**
     * What our own checks say, which names the setting; of a failure inside Camel every message that adds something, as
     * one names the file or the route and another the fault.
     */
    private static String reason(Throwable failure) {
        StringBuilder reason = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PropertyBindingException option && option.getOptionKey() != null) {
                return oneLine("setting " + prefix(option) + option.getOptionKey()
                        + " is no option of Camel's, or its value cannot be used");
            }
            if (cause instanceof IllegalArgumentException || cause instanceof IllegalStateException) {
                return oneLine(cause.getMessage());
            }
            String message = oneLine(cause.getMessage());
            if (reason.indexOf(message) < 0) {
                reason.append(reason.isEmpty() ? "" : ": ").append(message);
            }
        }
        return reason.substring(0, Math.min(reason.length(), LONGEST));
    }

    private static String prefix(PropertyBindingException option) {
        String prefix = option.getOptionPrefix();
        return prefix == null ? "" : prefix.endsWith(".") ? prefix : prefix + ".";
    }

    private static String oneLine(String message) {
        return String.valueOf(message).strip().replaceAll("\\s+", " ");
    }
}
