using System.Runtime.InteropServices;
using RebateFlow.Contracts.Intake;

namespace RebateFlow.RiskScoring.Rules.FilingFacts;

/// <summary>
/// The associations of a filing, in the order of their first export line, those without one last.
/// </summary>
/// <remarks>
/// Export and purchase lines nearly always come in the order of their association numbers. Then the
/// two are walked side by side and nothing is kept; else they are gathered by number, once.
/// </remarks>
public sealed class Associations
{
    private readonly FilingContent content;
    private static readonly List<Association> none = [];

    private readonly Gathered? gathered;

    internal Associations(FilingContent content)
    {
        this.content = content;
        if (content.PurchaseLines.Count == 0)
            return;
        Count = CountInStep(content);
        if (Count > 0)
            return;
        gathered = new Gathered(content);
        Count = gathered.All.Count;
    }

    /// <summary>Number of associations; 0 for ECR.</summary>
    public int Count { get; }

    /// <summary>Walks them.</summary>
    public Enumerator GetEnumerator() => new(content, Count == 0 ? none : gathered?.All);

    /// <summary>All of them.</summary>
    public IReadOnlyList<Association> ToList()
    {
        var all = new List<Association>(Count);
        foreach (var association in this)
            all.Add(association);
        return all;
    }

    /// <summary>
    /// The first export line of the association of a purchase line; null when there is none.
    /// </summary>
    /// <param name="purchase">Place of the purchase line.</param>
    /// <param name="export">
    /// Where the answer for the purchase line before was found, 0 at the start; moved on.
    /// </param>
    public FiledExportLine? ExportLineOf(int purchase, ref int export)
    {
        var number = content.PurchaseLines[purchase].AssociationNo;
        if (gathered is not null)
            return gathered.ExportLineOf(number);
        while (!Same(content.ExportLines[export].AssociationNo, number))
            export++;
        return content.ExportLines[export];
    }

    /// <summary>Number of associations; 0 when the lines are not in step.</summary>
    private static int CountInStep(FilingContent content)
    {
        var exports = Lines.Of(content.ExportLines);
        if (exports.IsEmpty)
            return 0;
        var count = 1;
        for (var i = 1; i < exports.Length; i++)
        {
            var order = string.CompareOrdinal(
                exports[i].AssociationNo,
                exports[i - 1].AssociationNo
            );
            if (order < 0)
                return 0;
            count += order > 0 ? 1 : 0;
        }
        var export = 0;
        foreach (var purchase in Lines.Of(content.PurchaseLines))
        {
            while (
                export < exports.Length
                && !Same(exports[export].AssociationNo, purchase.AssociationNo)
            )
                export++;
            if (export == exports.Length)
                return 0;
        }
        return count;
    }

    private static bool Same(string one, string other) =>
        string.Equals(one, other, StringComparison.Ordinal);

    /// <summary>Associations of lines in any order.</summary>
    private sealed class Gathered
    {
        private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);

        public Gathered(FilingContent content)
        {
            foreach (var line in Lines.Of(content.ExportLines))
                Place(line.AssociationNo).Add(line);
            foreach (var line in Lines.Of(content.PurchaseLines))
                Place(line.AssociationNo).Add(line);
        }

        public List<Association> All { get; } = [];

        public FiledExportLine? ExportLineOf(string number) =>
            places.TryGetValue(number, out var place) ? All[place].ExportLine : null;

        private ref Association Place(string number)
        {
            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(
                places,
                number,
                out var exists
            );
            if (!exists)
            {
                place = All.Count;
                All.Add(new Association(number));
            }
            return ref CollectionsMarshal.AsSpan(All)[place];
        }
    }

    /// <summary>Walks the associations of a filing.</summary>
    public ref struct Enumerator
    {
        private readonly ReadOnlySpan<FiledExportLine> exports;
        private readonly ReadOnlySpan<FiledPurchaseLine> purchases;
        private readonly List<Association>? gathered;
        private Association current;
        private int export;
        private int purchase;

        internal Enumerator(FilingContent content, List<Association>? gathered)
        {
            exports = Lines.Of(content.ExportLines);
            purchases = Lines.Of(content.PurchaseLines);
            this.gathered = gathered;
        }

        /// <summary>The association.</summary>
        public readonly Association Current => current;

        /// <summary>Goes to the next one; false when there is none.</summary>
        public bool MoveNext()
        {
            if (gathered is not null)
            {
                if (export == gathered.Count)
                    return false;
                current = gathered[export++];
                return true;
            }
            if (export == exports.Length)
                return false;

            var number = exports[export].AssociationNo;
            current = new Association(number);
            for (; export < exports.Length && Same(exports[export].AssociationNo, number); export++)
                current.Add(exports[export]);
            for (; purchase < purchases.Length; purchase++)
            {
                if (!Same(purchases[purchase].AssociationNo, number))
                    break;
                current.Add(purchases[purchase]);
            }
            return true;
        }
    }
}
