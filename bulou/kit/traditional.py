"""Traditional characters as simplified ones, so that headings, labels and names can be compared.

Only for comparing: what people wrote is stored as they wrote it. The table holds the characters that occur in
business headings, labels, amounts and surnames, each followed by its simplified form.
"""

_PAIRS = (
    "電电話话號号碼码聯联繫系係系預预額额單单價价產产業业類类別别級级來来狀状態态階阶進进負负責责銷销員员經经領领導导區区東东華华國国內内備备"
    "註注說说間间時时創创錄录記记編编網网鏈链郵邮稱称職职務务機机構构團团隊队門门辦办總总計计匯汇彙汇統统圖图報报錶表據据實实際际開开發发訂订"
    "購购貨货買买賣卖質质關关鍵键選选項项擇择標标題题贏赢輸输幾几億亿萬万應应該该轉转換换戶户線线場场動动傳传冊册資资訊讯圍围現现況况訪访問问"
    "續续繼继結结約约簽签談谈無无達达維维護护廠厂廣广蘇苏灣湾嶺岭濟济遼辽寧宁陝陕龍龙豐丰滬沪臺台鋼钢鐵铁設设製制藥药醫医療疗軟软體体數数雲云"
    "銀银險险證证財财貿贸運运車车輛辆紡纺織织紙纸膠胶樂乐遊游戲戏飲饮飯饭館馆學学藝艺術术農农漁渔礦矿環环綠绿節节優优貴贵賓宾張张陳陈楊杨黃黄"
    "趙赵吳吴孫孙馬马鄭郑謝谢許许韓韩馮冯鄧邓蕭萧葉叶呂吕盧卢鍾钟鐘钟譚谭陸陆範范賈贾韋韦鄒邹閻阎閆闫賴赖嚴严顧顾龔龚錢钱歐欧陽阳聶聂魯鲁齊齐"
    "喬乔龐庞顏颜劉刘羅罗蔣蒋夢梦鳳凤蘭兰麗丽鵬鹏輝辉曉晓靜静軍军強强偉伟傑杰紅红軒轩瑤瑶誌志順顺慶庆濤涛潔洁競竞爭争對对繳缴費费稅税幣币滿满"
    "監监長长書书處处師师檢检驗验測测試试閱阅讀读寫写檔档庫库視视頻频觸触熱热溫温飛飞鄉乡鎮镇縣县塊块點点後后從从過过還还這这個个們们給给與与"
    "為为爲为會会議议讓让請请條条筆笔戰战採采夥伙薦荐紹绍絡络歲岁樓楼壓压聲声盡尽辭辞離离確确認认審审駁驳駐驻異异執执補补潛潜蹤踪訴诉層层決决"
    "權权衛卫邊边遠远適适連连遲迟鄰邻圓圆貳贰參叁陸陆歷历曆历庄庄莊庄衝冲裝装構构鑄铸鍛锻鋁铝銅铜鋅锌鎂镁鈦钛電电纜缆線线軸轴閥阀泵泵壓压縮缩"
    "燈灯傢家飾饰鞋鞋帽帽絲丝棉棉鮮鲜凍冻魚鱼雞鸡豬猪馬马穀谷麥麦麵面糧粮鹽盐醬酱釀酿煙烟葷荤餐餐廳厅賬账帳帐債债貸贷擔担保保險险賠赔償偿"
)
_TABLE = str.maketrans(dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True)))


def simplified(text: str) -> str:
    """`text` with the traditional characters of the table as simplified ones.

    >>> simplified("聯繫電話")
    '联系电话'
    """
    return text if text.isascii() else text.translate(_TABLE)
