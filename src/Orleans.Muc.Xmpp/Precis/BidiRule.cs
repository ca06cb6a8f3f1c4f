namespace Orleans.Muc.Xmpp;

/// <summary>The six conditions that keep text of mixed direction readable in one way only (RFC 5893 §2).</summary>
internal static class BidiRule
{
    public static bool Holds(List<int> text)
    {
        if (text.TrueForAll(c => c < 0x590))
            return true;
        var classes = text.ConvertAll(c => UnicodeData.BidiClasses.Get(c, BidiClass.L));
        if (!classes.Exists(c => c is BidiClass.R or BidiClass.AL or BidiClass.AN))
            return true;
        var last = classes.FindLast(c => c != BidiClass.NSM);
        return classes[0] switch
        {
            BidiClass.R or BidiClass.AL => classes.TrueForAll(IsRightToLeft)
                && last is BidiClass.R or BidiClass.AL or BidiClass.EN or BidiClass.AN
                && !(classes.Contains(BidiClass.EN) && classes.Contains(BidiClass.AN)),
            // A label that begins left to right may hold nothing of the other direction (condition 5).
            _ => false,
        };
    }

    private static bool IsRightToLeft(BidiClass c) => c is not (BidiClass.L or BidiClass.Other);
}
