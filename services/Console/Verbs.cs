using System.Text;
using RebateFlow.Console.Api;
using Spectre.Console;

namespace RebateFlow.Console;

/// <summary>A word after the program's name.</summary>
/// <param name="RunAsync">Takes the words that follow; answers with the exit code.</param>
public sealed record Verb(
    string Name,
    string Summary,
    Func<string[], CancellationToken, Task<int>> RunAsync
);

/// <summary>
/// Finds the verb, runs it, and turns what went wrong into one line and an exit code.
/// </summary>
public static class Verbs
{
    /// <summary>Columns when the output is no terminal.</summary>
    private const int DefaultWidth = 100;

    /// <returns>0 done, 1 not as expected, 2 wrong use, 3 a service refused or is not
    /// there.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<Verb> verbs, string[] args)
    {
        System.Console.OutputEncoding = Encoding.UTF8;
        if (System.Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = DefaultWidth;

        using var cancel = new CancellationTokenSource();
        System.Console.CancelKeyPress += (_, key) =>
        {
            key.Cancel = true;
            cancel.Cancel();
        };

        if (args is [] or ["help" or "--help" or "-h", ..])
            return Explain(verbs);
        try
        {
            return await Find(verbs, args[0]).RunAsync(args[1..], cancel.Token);
        }
        catch (WrongUseException wrong)
        {
            await System.Console.Error.WriteLineAsync(wrong.Message);
            return 2;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return 130;
        }
        catch (Exception fault) when (fault is ApiException or HttpRequestException or IOException)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{fault.Message}[/]");
            if (fault is HttpRequestException)
                AnsiConsole.MarkupLine(
                    "服务未启动？请先运行 ./run up。 Is everything up? ./run up starts it."
                );
            return 3;
        }
    }

    private static Verb Find(IReadOnlyList<Verb> verbs, string name) =>
        verbs.FirstOrDefault(verb => verb.Name == name)
        ?? throw new WrongUseException(
            $"没有 there is no '{name}'; {string.Join(", ", verbs.Select(verb => verb.Name))}"
        );

    private static int Explain(IReadOnlyList<Verb> verbs)
    {
        foreach (var verb in verbs)
            AnsiConsole.MarkupLineInterpolated($"  [bold]{verb.Name, -10}[/] {verb.Summary}");
        return 0;
    }
}
