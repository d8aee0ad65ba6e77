package taskgateway.desk;

import java.io.IOException;
import java.io.Writer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import taskgateway.fhir.Format;
import taskgateway.fhir.Uris;
import taskgateway.store.sql.Statements;

/** Writes audit records as a Bundle of AuditEvents, a page at a time: the trail may be larger than the memory. */
final class AuditExport {

    private static final int PAGE = 500;
    private static final String PAGE_SQL = " order by gateway, sequence fetch first " + PAGE + " rows only";

    private final Format format;
    private final Writer out;

    AuditExport(Format format, Writer out) {
        this.format = format;
        this.out = out;
    }

    /** Writes the records chosen, chain by chain; how many. */
    long write(Connection connection, Conditions where) throws SQLException, IOException {
        boolean json = format == Format.JSON;
        out.write(json ? "{\"resourceType\":\"Bundle\",\"type\":\"collection\""
                : "<Bundle xmlns=\"" + Uris.FHIR_NAMESPACE + "\"><type value=\"collection\"/>");
        long count = 0;
        String chain = "";
        long sequence = 0;
        List<Map<String, Object>> page;
        do {
            page = page(connection, where, chain, sequence);
            for (Map<String, Object> record : page) {
                entry(record, count++ == 0);
                chain = (String) record.get("gateway");
                sequence = (Long) record.get("sequence");
            }
        } while (page.size() == PAGE);
        out.write(json ? (count == 0 ? "}" : "]}") + "\n" : "</Bundle>\n");
        return count;
    }

    private static List<Map<String, Object>> page(Connection connection, Conditions where, String chain,
            long sequence) throws SQLException {
        String after = (where.sql().isEmpty() ? " where " : where.sql() + " and ")
                + "(gateway > ? or gateway = ? and sequence > ?)";
        List<Object> values = new ArrayList<>(List.of(where.values()));
        values.addAll(List.of(chain, chain, sequence));
        return Statements.rows(connection, "select * from audit" + after + PAGE_SQL, values.toArray());
    }

    private void entry(Map<String, Object> record, boolean first) throws IOException {
        String resource = format.encode(AuditEvents.of(record));
        String url = "urn:uuid:" + AuditEvents.id(record);
        if (format == Format.JSON) {
            out.write((first ? ",\"entry\":[" : ",") + "\n{\"fullUrl\":\"" + url + "\",\"resource\":" + resource + "}");
        } else {
            out.write("\n<entry><fullUrl value=\"" + url + "\"/><resource>" + resource + "</resource></entry>");
        }
    }
}
