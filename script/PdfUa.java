import java.io.FileInputStream;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Asks veraPDF whether files are valid PDF/UA-1 and prints each rule that fails; see script/pdf-ua. */
public final class PdfUa {
    private static final int VALID = 0;
    private static final int NOT_VALID = 1;
    private static final int NOT_CHECKED = 2;
    private static final int FAILURES_KEPT = 100;

    public static void main(String[] files) {
        VeraGreenfieldFoundryProvider.initialise();
        int status = VALID;
        for (String file : files) {
            status = Math.max(status, check(file));
        }
        System.exit(status);
    }

    private static int check(String file) {
        PDFAFlavour flavour = PDFAFlavour.PDFUA_1;
        try (FileInputStream content = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(content, flavour);
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(flavour, FAILURES_KEPT, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            System.out.println(file + ": " + (result.isCompliant() ? "valid PDF/UA-1" : "not valid PDF/UA-1"));
            failures(result).forEach((rule, message) -> System.out.println("  " + rule + ": " + message));
            return result.isCompliant() ? VALID : NOT_VALID;
        } catch (Exception exception) {
            System.out.println(file + ": could not be checked: " + exception);
            return NOT_CHECKED;
        }
    }

    private static Map<String, String> failures(ValidationResult result) {
        Map<String, String> messages = new TreeMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                messages.putIfAbsent(rule, assertion.getMessage() + " @ " + assertion.getLocation().getContext());
            }
        }
        return messages;
    }
}
