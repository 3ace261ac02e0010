using System.Globalization;
using Antlr4.Runtime.Tree;
using Cel.Internal;

namespace RebateFlow.RiskScoring.Rules.Conditions;

/// <summary>A compiled part of a condition with its type.</summary>
internal readonly record struct Typed(FactType Type, Step Step);

/// <summary>Walks the tree of a condition, checks the types, and builds the steps.</summary>
internal sealed class ExpressionCompiler
{
    private string? variable;
    private FactType? variableType;

    public Typed Compile(IParseTree tree) =>
        tree switch
        {
            CelParser.ExprContext => Ternary(tree),
            CelParser.ConditionalOrContext => Logic(tree, isOr: true),
            CelParser.ConditionalAndContext => Logic(tree, isOr: false),
            CelParser.RelationContext => Binary(tree, Operators.Relation),
            CelParser.CalcContext => Binary(tree, Operators.Calculation),
            CelParser.LogicalNotContext or CelParser.NegateContext => Unary(tree),
            CelParser.SelectContext => Select(tree),
            CelParser.MemberCallContext => Call(tree),
            CelParser.IdentOrGlobalCallContext => Name(tree),
            CelParser.NestedContext => Compile(tree.GetChild(1)),
            CelParser.CreateListContext => List(tree),
            CelParser.ConstantLiteralContext => Literal(tree),
            CelParser.MemberExprContext or CelParser.PrimaryExprContext => Compile(
                tree.GetChild(0)
            ),
            _ => throw ConditionFaultException.At(tree, "this part of CEL is not supported"),
        };

    private Typed Ternary(IParseTree tree)
    {
        if (tree.ChildCount == 1)
            return Compile(tree.GetChild(0));
        var test = Expect(tree.GetChild(0), FactType.Bool);
        var (yes, no) = (Compile(tree.GetChild(2)), Compile(tree.GetChild(4)));
        if (yes.Type != no.Type)
            throw ConditionFaultException.At(tree, $"{yes.Type.Name} or {no.Type.Name}?");
        return new(yes.Type, scope => test(scope).IsTrue ? yes.Step(scope) : no.Step(scope));
    }

    private Typed Logic(IParseTree tree, bool isOr)
    {
        if (tree.ChildCount == 1)
            return Compile(tree.GetChild(0));
        var steps = new List<Step>();
        for (var i = 0; i < tree.ChildCount; i += 2)
            steps.Add(Expect(tree.GetChild(i), FactType.Bool));
        return new(
            FactType.Bool,
            scope =>
            {
                foreach (var step in steps)
                {
                    if (step(scope).IsTrue == isOr)
                        return isOr;
                }
                return !isOr;
            }
        );
    }

    private Typed Binary(IParseTree tree, Func<IParseTree, string, Typed, Typed, Typed> of)
    {
        if (tree.ChildCount == 1)
            return Compile(tree.GetChild(0));
        var (left, right) = (Compile(tree.GetChild(0)), Compile(tree.GetChild(2)));
        return of(tree, tree.GetChild(1).GetText(), left, right);
    }

    private Typed Unary(IParseTree tree)
    {
        var isNot = tree is CelParser.LogicalNotContext;
        var inner = Expect(
            tree.GetChild(tree.ChildCount - 1),
            isNot ? FactType.Bool : FactType.Number
        );
        if (tree.ChildCount % 2 == 1)
            return new(isNot ? FactType.Bool : FactType.Number, inner);
        return isNot
            ? new(FactType.Bool, s => !inner(s).IsTrue)
            : new(FactType.Number, s => -inner(s).Number);
    }

    private Typed Select(IParseTree tree)
    {
        var target = Compile(tree.GetChild(0));
        var name = tree.GetChild(tree.ChildCount - 1).GetText();
        var field =
            FactTypes.Member(target.Type, name)
            ?? throw ConditionFaultException.At(
                tree,
                $"{target.Type.Name} has no {name}; it has "
                    + string.Join(", ", FactTypes.MembersOf(target.Type))
            );
        return new(field.Type, s => field.Read(Operators.Counted(s, target.Step).Item));
    }

    private Typed Call(IParseTree tree)
    {
        var target = Compile(tree.GetChild(0));
        var name = tree.GetChild(2).GetText();
        var arguments = ArgumentsOf(tree);
        if (target.Type.Item is { } item && Macros.Names.Contains(name))
            return Macro(tree, name, (item, target.Step), arguments);
        if (name == "size" && arguments.Count == 0 && target.Type.Item is not null)
            return new(FactType.Number, s => target.Step(s).List.Count);
        if (target.Type != FactType.Text || arguments.Count != 1)
            throw ConditionFaultException.At(tree, $"{target.Type.Name} has no {name} like this");
        var argument = Expect(arguments[0], FactType.Text);
        Func<string, string, bool> test = name switch
        {
            "startsWith" => (text, part) => text.StartsWith(part, StringComparison.Ordinal),
            "endsWith" => (text, part) => text.EndsWith(part, StringComparison.Ordinal),
            "contains" => (text, part) => text.Contains(part, StringComparison.Ordinal),
            _ => throw ConditionFaultException.At(tree, $"there is no {name}"),
        };
        return new(
            FactType.Bool,
            s => test(Operators.Counted(s, target.Step).Text, argument(s).Text)
        );
    }

    private Typed Macro(
        IParseTree tree,
        string name,
        (FactType Item, Step Step) list,
        List<IParseTree> arguments
    )
    {
        // One loop over the lines costs what the lines are, a loop in a loop their square.
        if (variable is not null)
            throw ConditionFaultException.At(tree, "a macro within a macro costs too much");
        if (arguments.Count != 2)
            throw ConditionFaultException.At(tree, $"{name} takes a variable and a condition");
        variable = arguments[0].GetText();
        if (FactTypes.Variables.ContainsKey(variable) || !variable.All(char.IsAsciiLetterOrDigit))
            throw ConditionFaultException.At(tree, $"{variable} cannot be a variable");
        variableType = list.Item;
        var test = Expect(arguments[1], FactType.Bool);
        (variable, variableType) = (null, null);
        return Macros.Of(name, list, test);
    }

    private Typed Name(IParseTree tree)
    {
        var name = tree.GetChild(0).GetText();
        if (tree.ChildCount > 1)
        {
            var arguments = ArgumentsOf(tree);
            if (name != "size" || arguments.Count != 1)
                throw ConditionFaultException.At(tree, $"there is no function {name}");
            var list = Compile(arguments[0]);
            return list.Type.Item is not null
                ? new(FactType.Number, s => list.Step(s).List.Count)
                : throw ConditionFaultException.At(tree, "size is for lists");
        }
        if (name == variable)
            return new(
                variableType!,
                s => Operators.IsScalar(variableType!) ? Operators.ValueOf(s.Item!) : new(s.Item!)
            );
        var field =
            FactTypes.Variables.GetValueOrDefault(name)
            ?? throw ConditionFaultException.At(
                tree,
                $"unknown; there are {string.Join(", ", FactTypes.Variables.Keys)}"
            );
        return new(field.Type, s => field.Read(s.Facts));
    }

    private Typed List(IParseTree tree)
    {
        var items = tree.ChildCount > 2 ? ChildrenOf(tree.GetChild(1)) : [];
        Typed[] typed = [.. items.Select(item => Compile(item.GetChild(item.ChildCount - 1)))];
        if (typed.Length == 0 || typed.Any(one => one.Type != typed[0].Type))
            throw ConditionFaultException.At(tree, "a list holds one or more items of one type");
        if (!Operators.IsScalar(typed[0].Type))
            throw ConditionFaultException.At(tree, "a list holds numbers or strings");
        var isText = typed[0].Type == FactType.Text;
        return new(
            FactType.ListOf(typed[0].Type),
            s =>
                new(
                    Array.ConvertAll(
                        typed,
                        one => isText ? (object)one.Step(s).Text : one.Step(s).Number
                    )
                )
        );
    }

    private static Typed Literal(IParseTree tree)
    {
        var text = tree.GetText();
        if (text is "true" or "false")
            return new(FactType.Bool, _ => text == "true");
        if (text[0] is '"' or '\'')
        {
            var inner = text[1..^1];
            if (text.Contains('\\') || text.Length < 2 || inner.Contains(text[0]))
                throw ConditionFaultException.At(tree, "strings are plain, without escapes");
            return new(FactType.Text, _ => new(inner));
        }
        return decimal.TryParse(
            text,
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? new(FactType.Number, _ => number)
            : throw ConditionFaultException.At(tree, "not a number, a string or a bool");
    }

    private Step Expect(IParseTree tree, FactType type)
    {
        var compiled = Compile(tree);
        return compiled.Type == type
            ? compiled.Step
            : throw ConditionFaultException.At(
                tree,
                $"it is a {compiled.Type.Name}, a {type.Name} is expected"
            );
    }

    private static List<IParseTree> ArgumentsOf(IParseTree call)
    {
        for (var i = 0; i < call.ChildCount; i++)
        {
            if (call.GetChild(i) is CelParser.ExprListContext list)
                return ChildrenOf(list);
        }
        return [];
    }

    // Every second child is a comma.
    private static List<IParseTree> ChildrenOf(IParseTree list) =>
        [.. Enumerable.Range(0, list.ChildCount).Where(i => i % 2 == 0).Select(list.GetChild)];
}
