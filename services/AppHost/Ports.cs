using System.Globalization;

namespace RebateFlow.AppHost;

/// <summary>TCP ports on loopback; <c>REBATEFLOW_PORT_name</c> changes one.</summary>
public sealed record Ports
{
    private const string Prefix = "REBATEFLOW_PORT_";

    public required int Identity { get; init; }
    public required int Intake { get; init; }
    public required int Risk { get; init; }
    public required int Approval { get; init; }

    /// <summary>Where the portal will be; nothing here listens on it.</summary>
    public required int Portal { get; init; }
    public required int Dashboard { get; init; }

    /// <summary>Takes telemetry in for the dashboard.</summary>
    public required int Otlp { get; init; }

    public static Ports Read(Func<string, string?> variable)
    {
        return new Ports
        {
            Identity = Port("IDENTITY", 7000),
            Intake = Port("INTAKE", 7001),
            Risk = Port("RISK", 7002),
            Approval = Port("APPROVAL", 7003),
            Portal = Port("PORTAL", 7080),
            Dashboard = Port("DASHBOARD", 7090),
            Otlp = Port("OTLP", 7091),
        };

        int Port(string name, int standard) =>
            variable(Prefix + name) is not { } text ? standard
            : ushort.TryParse(text, CultureInfo.InvariantCulture, out var port) ? port
            : throw new InvalidOperationException($"{Prefix}{name} is '{text}': not a port.");
    }

    public static string Address(int port) => $"http://localhost:{port}";
}
