using System.Globalization;

namespace RebateFlow.Console.Api;

/// <summary>Where the services listen: ports of this machine.</summary>
public sealed record ServiceAddresses(Uri Identity, Uri Intake, Uri Risk, Uri Approval)
{
    /// <summary>
    /// REBATEFLOW_PORT_IDENTITY, _INTAKE, _RISK and _APPROVAL; 7000 to 7003 where one is not set.
    /// </summary>
    /// <exception cref="ApiException">A variable is set to what is no port.</exception>
    public static ServiceAddresses FromEnvironment() =>
        new(At("IDENTITY", 7000), At("INTAKE", 7001), At("RISK", 7002), At("APPROVAL", 7003));

    private static Uri At(string service, int defaultPort)
    {
        var name = $"REBATEFLOW_PORT_{service}";
        var text = Environment.GetEnvironmentVariable(name);
        if (string.IsNullOrEmpty(text))
            return new UriBuilder("http", "localhost", defaultPort).Uri;
        if (
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= 65535
        )
            return new UriBuilder("http", "localhost", port).Uri;
        throw new ApiException($"{name} is {text}; a port from 1 to 65535 is expected.");
    }
}
