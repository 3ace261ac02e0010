using System.Diagnostics;

namespace RebateFlow.Console.Tests;

/// <summary>
/// Words or settings that a program does not understand end it with status 2 and one line that
/// says what it does; never with a stack trace.
/// </summary>
public sealed class WrongUseTests
{
    /// <summary>artifacts/bin, where each project has a folder of its name.</summary>
    private static readonly string Bin = Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..")
    );

    private static readonly string Flavour = Path.GetFileName(
        Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)
    );

    [Theory]
    [InlineData("RebateFlow.Console", "dance")]
    [InlineData("RebateFlow.Console", "seed", "again")]
    [InlineData("RebateFlow.Console", "demo", "no-such-filing")]
    [InlineData("RebateFlow.Console", "messages", "--help")]
    [InlineData("RebateFlow.Console", "messages", "show")]
    [InlineData("RebateFlow.Console", "messages", "show", "nobodys-queue")]
    [InlineData("RebateFlow.Console", "messages", "retry", "intake-x")]
    [InlineData("RebateFlow.Console", "audit")]
    [InlineData("RebateFlow.Console", "audit", "file", "not-an-id")]
    [InlineData("RebateFlow.Console", "audit", "verify", "--anchor", "one")]
    [InlineData("RebateFlow.Bench", "--help")]
    [InlineData("RebateFlow.Bench", "no-such-row")]
    [InlineData("RebateFlow.Bench", "hop-round", "1")]
    [InlineData("RebateFlow.Bench", "hop-round", "1", "2", "many")]
    [InlineData("RebateFlow.Bench", "rules", "--against", "elsewhere")]
    [InlineData("RebateFlow.AppHost", "--help")]
    [InlineData("RebateFlow.AppHost")]
    public async Task Words_that_are_not_understood_end_a_program_in_one_line(
        string program,
        params string[] words
    ) => await EndsInOneLineAsync("dotnet", [Built(program), .. words]);

    [Theory]
    [InlineData("dance")]
    [InlineData("up", "--detatch")]
    [InlineData("down", "now")]
    [InlineData("test", "one")]
    [InlineData("check", "--all")]
    [InlineData("fmt", "--chekc")]
    public async Task So_does_the_script(params string[] words) =>
        await EndsInOneLineAsync("bash", [Path.Combine(Bin, "..", "..", "run"), .. words]);

    [Theory]
    [InlineData("--help")]
    [InlineData("help")]
    [InlineData("bench", "--help")]
    [InlineData("test", "-h")]
    public async Task Help_is_no_mistake(params string[] words)
    {
        var (status, said, _) = await RunAsync(
            "bash",
            [Path.Combine(Bin, "..", "..", "run"), .. words]
        );
        Assert.Equal(0, status);
        Assert.Contains("./run up", said, StringComparison.Ordinal);
    }

    private static string Built(string program) =>
        Path.Combine(Bin, program, Flavour, $"{program}.dll");

    private static async Task EndsInOneLineAsync(string program, string[] words)
    {
        var (status, _, complaint) = await RunAsync(program, words);
        Assert.Equal(2, status);
        Assert.Single(complaint.Trim().Split('\n'));
        Assert.DoesNotContain("   at ", complaint, StringComparison.Ordinal);
    }

    private static async Task<(int Status, string Said, string Complaint)> RunAsync(
        string program,
        string[] words
    )
    {
        var start = new ProcessStartInfo(program, words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsOurs).ToList())
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync();
        var complaint = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await said, await complaint);
    }

    private static bool IsOurs(string name) =>
        name.StartsWith("REBATEFLOW_", StringComparison.Ordinal);
}
