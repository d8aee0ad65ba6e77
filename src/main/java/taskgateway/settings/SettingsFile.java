package taskgateway.settings;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.function.Predicate;
import org.apache.camel.spi.LoadablePropertiesSource;

/**
 * The file with the settings, as UTF-8, with or without a byte order mark. Java's own reading of such files knows no
 * accents, takes the mark for a part of the first key, and of a key that stands twice the last value.
 */
public final class SettingsFile implements LoadablePropertiesSource {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final Properties settings;

    private SettingsFile(Path file, Properties settings) {
        this.file = file;
        this.settings = settings;
    }

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException saying in one line what is wrong
     */
    public static SettingsFile read(Path file) {
        try {
            String text = Files.readString(file);
            Properties settings = new Once();
            settings.load(new StringReader(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text));
            new CamelOptions().refuseUnknown(settings.stringPropertyNames());
            return new SettingsFile(file, settings);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the settings " + file + " are no UTF-8 text", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the settings " + file
                    + " cannot be read: the gateway starts in the folder that holds"
                    + " config and routes, or is told its settings with --config", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the settings " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String getName() {
        return file.toString();
    }

    @Override
    public String getProperty(String key) {
        return settings.getProperty(key);
    }

    @Override
    public Properties loadProperties() {
        return settings;
    }

    @Override
    public Properties loadProperties(Predicate<String> filter) {
        Properties some = new Properties();
        settings.stringPropertyNames().stream().filter(filter)
                .forEach(key -> some.setProperty(key, settings.getProperty(key)));
        return some;
    }

    /** What is set at the start holds until the end. */
    @Override
    public void reloadProperties(String location) {
        // nothing to do
    }

    /** Each key once: which of two values was meant, nobody can say. */
    private static final class Once extends Properties {

        @Override
        public synchronized Object put(Object key, Object value) {
            if (containsKey(key)) {
                throw new IllegalArgumentException("the setting " + key + " stands twice");
            }
            return super.put(key, value);
        }
    }
}
