package taskgateway.cli;

/**
 * Why a command did not do what it was asked for, in one line for the person at the terminal. Of a task: no answer came, since
 * nothing was sent, or what became of it is not known.
 */
public final class ClientFault extends RuntimeException {

    public ClientFault(String line) {
        super(line);
    }

    public ClientFault(String line, Throwable cause) {
        super(line, cause);
    }
}
