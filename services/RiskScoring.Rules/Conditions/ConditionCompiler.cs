using Antlr4.Runtime;
using Antlr4.Runtime.Misc;
using Antlr4.Runtime.Tree;
using Cel.Internal;

namespace RebateFlow.RiskScoring.Rules.Conditions;

/// <summary>
/// Compiles CEL: the text by the grammar of the package Cel, types and cost checked here. Of the
/// language there are numbers (exact decimals), strings and bools, comparison, arithmetic, logic,
/// ?:, in, size, startsWith, endsWith, contains, and the macros all, exists, exists_one and filter.
/// </summary>
public static class ConditionCompiler
{
    /// <summary>Longest text of a condition, characters.</summary>
    public const int MostCharacters = 1_000;

    /// <summary>Deepest nesting of brackets.</summary>
    public const int MostNesting = 10;

    /// <summary>Compiles a condition.</summary>
    /// <returns>The condition, or null and what is wrong with it.</returns>
    public static (Step? Step, string Fault) Compile(string expression)
    {
        if (expression.Length is 0 or > MostCharacters)
            return (null, $"1 to {MostCharacters} characters");
        if (DepthOf(expression) > MostNesting)
            return (null, $"brackets are nested deeper than {MostNesting}");
        try
        {
            var lexer = new StrictLexer(expression);
            var parser = new CelParser(new CommonTokenStream(lexer))
            {
                ErrorHandler = new BailErrorStrategy(),
            };
            parser.RemoveErrorListeners();
            var tree = parser.start();
            var compiled = new ExpressionCompiler().Compile(tree.GetChild(0));
            return compiled.Type == FactType.Bool
                ? (compiled.Step, "")
                : (null, $"it is a {compiled.Type.Name}, a condition is a bool");
        }
        catch (ParseCanceledException cancelled)
        {
            var at = (cancelled.InnerException as RecognitionException)?.OffendingToken;
            return (null, $"character {(at?.Column ?? 0) + 1}: {at?.Text} is not expected");
        }
        catch (ConditionFaultException fault)
        {
            return (null, fault.Message);
        }
    }

    // Counted before parsing, since a parser descends as deep as the text says.
    private static int DepthOf(string expression)
    {
        var (depth, deepest) = (0, 0);
        foreach (var c in expression)
        {
            depth += c is '(' or '[' or '{' or '?' or '!' ? 1 : 0;
            depth -= c is ')' or ']' or '}' ? 1 : 0;
            deepest = Math.Max(deepest, depth);
        }
        return deepest;
    }

    private sealed class StrictLexer(string expression) : CelLexer(new AntlrInputStream(expression))
    {
        public override void NotifyListeners(LexerNoViableAltException e) =>
            throw new ConditionFaultException($"character {e.StartIndex + 1} is not of CEL");
    }
}

/// <summary>What is wrong with a condition, for the one who wrote it.</summary>
public sealed class ConditionFaultException(string message) : Exception(message)
{
    internal static ConditionFaultException At(IParseTree place, string message)
    {
        var text = place.GetText();
        return new($"{(text.Length > 60 ? text[..60] + "…" : text)}: {message}");
    }
}
