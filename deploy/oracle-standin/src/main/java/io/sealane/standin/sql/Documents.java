package io.sealane.standin.sql;

import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.h2.util.json.JSONStringSource;
import org.h2.util.json.JSONValidationTargetWithoutUniqueKeys;
import org.jspecify.annotations.Nullable;

/**
 * What JSON and XMLTYPE columns demand of a text. Their text is kept as it came; Oracle keeps a binary form of JSON and
 * prints it anew. H2 calls the functions by name, so the class and its methods are public.
 */
public final class Documents {
    private static final int JSON_SYNTAX = 40441;
    private static final int XML_PARSING = 31011;
    private static final XMLInputFactory XML = XMLInputFactory.newFactory();

    static {
        XML.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        XML.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    }

    private Documents() {}

    /** Whether a text is JSON by RFC 8259. That Oracle answers ORA-40441 otherwise is belief. */
    public static boolean fitsJson(@Nullable String text) throws OracleException {
        if (text != null) {
            try {
                JSONStringSource.parse(text, new JSONValidationTargetWithoutUniqueKeys());
            } catch (RuntimeException e) {
                // H2 reports a syntax error by several unchecked exceptions.
                throw new OracleException(JSON_SYNTAX, "JSON syntax error", e);
            }
        }
        return true;
    }

    /** Whether a text is a well-formed document. Error Messages, ORA-31011. */
    public static boolean fitsXml(@Nullable String text) throws OracleException {
        if (text != null) {
            try {
                XMLStreamReader reader = XML.createXMLStreamReader(new StringReader(text));
                while (reader.hasNext()) {
                    reader.next();
                }
            } catch (XMLStreamException e) {
                throw new OracleException(XML_PARSING, "XML parsing failed", e);
            }
        }
        return true;
    }

    /** XMLTYPE(text), which refuses what is no document before any column sees it. */
    public static @Nullable String xml(@Nullable String text) throws OracleException {
        return fitsXml(text) ? text : null;
    }

    /** JSON(text). */
    public static @Nullable String json(@Nullable String text) throws OracleException {
        return fitsJson(text) ? text : null;
    }
}
