package taskgateway.command;

/**
 * Why a command did not do what it was asked for, in one line for the person at the terminal. Of a task: no answer
 * came, since nothing was sent, or what became of it is not known.
 */
public final class ClientFault extends RuntimeException {

    private final int code;

    public ClientFault(String line) {
        this(ExitStatus.FAILED, line, null);
    }

    public ClientFault(String line, Throwable cause) {
        this(ExitStatus.FAILED, line, cause);
    }

    private ClientFault(int code, String line, Throwable cause) {
        super(line, cause);
        this.code = code;
    }

    /** What the command was to act on is not there, or is not fit for it. */
    public static ClientFault notDone(String line) {
        return new ClientFault(ExitStatus.REFUSED, line, null);
    }

    /** Nobody knows whether it was done. */
    public static ClientFault unknown(String line, Throwable cause) {
        return new ClientFault(ExitStatus.UNKNOWN, line, cause);
    }

    public int code() {
        return code;
    }
}
