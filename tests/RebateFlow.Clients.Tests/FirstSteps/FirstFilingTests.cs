using System.Diagnostics;
using System.Text.RegularExpressions;
using RebateFlow.Clients.Tests.Documents;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Clients.Tests.FirstSteps;

/// <summary>
/// The lines of the README that lead from a token to doubts, run as they stand there, but for the
/// ports.
/// </summary>
public sealed partial class FirstFilingTests(TestServers servers, SharedInstallation shared)
{
    [Theory]
    [InlineData("README.md", "exceeds what is left on the customs line")]
    [InlineData("README.zh-CN.md", "大于报关单剩余可申报数量")]
    public async Task Five_lines_lead_from_a_token_to_doubts(string readme, string doubt)
    {
        var lines = LinesOf(readme);
        Assert.Equal(5, lines.Split('\n').Length);
        await using var signIn = await SignInServer.StartAsync(servers);
        var installation = await shared.GetAsync();
        await using var intake = await installation.CreateIntakeAsync();
        intake.Settings["Authentication:Authority"] = signIn.Address;
        await intake.StartAsync();

        var answer = await RunAsync(
            lines
                .Replace("localhost:7000", HostOf(signIn.Address), StringComparison.Ordinal)
                .Replace("localhost:7001", intake.Address.Authority, StringComparison.Ordinal)
        );

        Assert.Contains("\"code\":\"M104\"", answer, StringComparison.Ordinal);
        Assert.Contains(doubt, answer, StringComparison.Ordinal);
        Assert.Contains("\"state\":\"BLOCKED\"", answer, StringComparison.Ordinal);
    }

    private static string LinesOf(string readme) =>
        Block().Match(File.ReadAllText(ApiDocuments.InRepository(readme))).Groups[1].Value.Trim();

    private static string HostOf(string address) => new Uri(address).Authority;

    private static async Task<string> RunAsync(string script)
    {
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            WorkingDirectory = ApiDocuments.Repository,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync();
        var complained = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await complained);
        return await said;
    }

    /// <summary>The one block of the README that holds a token.</summary>
    [GeneratedRegex("```sh\n(identity=.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
