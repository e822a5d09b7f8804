package glissade.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code glissade doctor}: whether this machine has what training needs. */
@Command(
        name = "doctor",
        description = "Checks this machine: what is well, what is not, and how to mend it.")
final class DoctorCommand implements Callable<Integer> {

    private final Terminal terminal;

    DoctorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<Finding> findings = new MachineChecks().all();
        int exitCode = ExitCode.DONE;
        for (Finding finding : findings) {
            terminal.line(
                    String.format(
                            Locale.ROOT,
                            "%-4s  %-15s %s",
                            finding.level().name().toLowerCase(Locale.ROOT),
                            finding.what(),
                            finding.found()));
            if (finding.level() == Finding.Level.FAIL) {
                exitCode = ExitCode.MACHINE_LACKS_SOMETHING;
            }
        }
        return exitCode;
    }
}
